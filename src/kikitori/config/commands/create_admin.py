"""`kikitori create-admin`: the first person who may sign in. An administrator manages staff and sees no complaint."""

from __future__ import annotations

import argparse
import getpass
import sys

from kikitori.config.terminal import say
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual

HELP = Bilingual(
    ja="管理者を 1 人登録する（パスワードは画面に出さずに尋ねる）",
    en="register an administrator (asks for the password without showing it)",
)


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Who; what is left out is asked for."""
    parser.add_argument(
        "--login", metavar="ID", help=Bilingual(ja="サインイン名", en="sign-in name").in_(language)
    )
    parser.add_argument(
        "--name", metavar="NAME", help=Bilingual(ja="氏名", en="the person's name").in_(language)
    )
    parser.add_argument(
        "--email",
        default="",
        metavar="ADDRESS",
        help=Bilingual(ja="メールアドレス", en="mail address").in_(language),
    )
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help=Bilingual(
            ja="パスワードを標準入力の 1 行目から読む", en="read the password from standard input"
        ).in_(language),
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask, check, write one row."""
    from kikitori.config.prepared import prepared_site

    language = arguments.language
    login = arguments.login or _ask(Bilingual(ja="サインイン名", en="Sign-in name"), language)
    name = arguments.name or _ask(Bilingual(ja="氏名", en="Name"), language)
    password = _password(language, from_input=arguments.password_stdin)
    with prepared_site(arguments.data):
        register(login.strip(), name.strip(), arguments.email.strip(), password, language)
    say(
        Bilingual(
            ja=f"管理者 {login} を登録しました。/desk/ からサインインできます。",
            en=f"Administrator {login} is registered and can sign in at /desk/.",
        ),
        language,
    )
    return 0


def _ask(what: Bilingual, language: str) -> str:
    if not sys.stdin.isatty():
        raise Trouble(
            Bilingual(
                ja=f"{what.ja}を引数で指定してください（--login、--name）。",
                en=f"{what.en}: give it as an option (--login, --name).",
            ),
            code=USAGE,
        )
    sys.stderr.write(f"{what.in_(language)}: ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    if not answer:
        raise Trouble(Bilingual(ja=f"{what.ja}が空です。", en=f"{what.en} is empty."), code=USAGE)
    return answer


def _password(language: str, *, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Trouble(
            Bilingual(
                ja="端末ではないため、パスワードを尋ねられません。--password-stdin を使ってください。",
                en="There is no terminal to ask for the password. Use --password-stdin.",
            ),
            code=USAGE,
        )
    first = getpass.getpass(
        Bilingual(ja="パスワード（12 文字以上）: ", en="Password (12 characters or more): ").in_(language)
    )
    again = getpass.getpass(Bilingual(ja="もう一度: ", en="Once more: ").in_(language))
    if first != again:
        raise Trouble(Bilingual(ja="2 回の入力が一致しません。", en="The two entries differ."))
    return first


def register(login: str, name: str, email: str, password: str, language: str) -> None:
    """Write the administrator's row. Raises Trouble for a weak password, a taken name, text that cannot be held."""
    from django.contrib.auth import password_validation
    from django.core.exceptions import ValidationError
    from django.db import DataError, IntegrityError
    from django.utils import translation

    from kikitori.foundation.postgres.session import signed_transaction
    from kikitori.records.people.models import Staff
    from kikitori.records.people.terms import Role

    staff = Staff(login=login, name=name, email=email, role=Role.ADMINISTRATOR.value, language=language)
    try:
        with translation.override(language):
            password_validation.validate_password(password, staff)
    except ValidationError as error:
        raise Trouble(
            Bilingual(ja="このパスワードは使えません。", en="This password cannot be used."),
            "\n".join(error.messages),
        ) from error
    staff.set_password(password)
    try:
        with signed_transaction("system:command_line", "create-admin"):
            staff.save()
    except IntegrityError as error:
        raise Trouble(
            Bilingual(
                ja=f"サインイン名 {login} はすでに使われています。", en=f"The sign-in name {login} is taken."
            )
        ) from error
    except (DataError, ValueError) as error:
        raise Trouble(
            Bilingual(
                ja="長すぎるか、使えない文字が含まれています。",
                en="Too long, or with characters that cannot be used.",
            ),
            str(error).strip(),
        ) from error
