"""Making a cluster: initdb into a side directory, then one rename.

The locale matters: with LC_CTYPE `C` the trigram index is blind to Japanese (`show_trgm('苦情')` is empty).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.account import Account, run_as
from kikitori.foundation.postgres.errors import DatabaseTrouble

SUPERUSER = "postgres"
LOCALE = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--locale=C.UTF-8",
)


def make_cluster(
    cluster: Path, password: str, programs: Path, account: Account | None, *, for_tests: bool
) -> None:
    """Create the cluster with checksums and scram passwords. A half-made one of an earlier crash is thrown away."""
    draft = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    secret = cluster.with_name("initdb.password")
    _write_for(account, secret, password)
    try:
        done = run_as(
            account,
            [
                programs / "initdb",
                f"--pgdata={draft}",
                f"--username={SUPERUSER}",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--data-checksums",
                "--text-search-config=simple",
                "--lc-messages=C",
                "--no-instructions",
                *LOCALE,
                *(["--no-sync"] if for_tests else []),
            ],
        )
    finally:
        secret.unlink(missing_ok=True)
    if done.returncode != 0:
        raise DatabaseTrouble(
            Bilingual(
                ja=f"データベースを {cluster} に作成できませんでした。",
                en=f"The database could not be created in {cluster}.",
            ),
            done.stdout[-1500:],
        )
    draft.rename(cluster)


def check_version(cluster: Path, programs: Path) -> None:
    """Refuse a cluster made by another major version of PostgreSQL than the programs are, or one that is damaged."""
    try:
        made_by = (cluster / "PG_VERSION").read_text("ascii").strip()
    except (OSError, ValueError) as error:
        raise DatabaseTrouble(
            Bilingual(
                ja=f"{cluster} が壊れているか、読み取れません。データには触れていません。"
                "バックアップから戻してください。",
                en=f"{cluster} is damaged or cannot be read. The data was not touched. Restore a backup.",
            ),
            str(error),
        ) from error
    done = run_as(None, [programs / "postgres", "-V"])
    ours = done.stdout.strip().rsplit(" ", 1)[-1].split(".")[0]
    if made_by != ours:
        raise DatabaseTrouble(
            Bilingual(
                ja=f"{cluster} は PostgreSQL {made_by} のデータですが、入っているのは {ours} です。"
                "データには触れていません。以前の版の Kikitori で動かすか、移行手順に従ってください。",
                en=f"{cluster} was made by PostgreSQL {made_by}, but version {ours} is installed. "
                "The data was not touched. Use the earlier Kikitori, or follow the upgrade guide.",
            )
        )


def _write_for(account: Account | None, path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if account is not None:
            os.fchown(file.fileno(), account.uid, account.gid)
        file.write(text)
