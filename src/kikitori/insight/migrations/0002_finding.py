"""Finding documents by their words, as far as the reader sees the complaints: one function, as the owner of the tables.

Under row-level security an operator that is not leakproof, as `@@` is, may not use an index. A function that is run as
its owner may; so the rule of sight stands inside (tests/insight/search/test_wall.py holds it against visible_to).

Few hits are put in order; many are walked from the newest on, as the planner finds best. How many it is, the planner
cannot know (tokens that always stand together are taken for independent), so it is tried out first.
"""

from django.db import migrations

FUNCTION = r"""
create function insight_found(
  wanted tsquery, at_first tsquery, clauses int[], ways tsquery[], exactly text[],
  everything boolean, reader bigint,
  states text[], queue text, channel text, language text, since timestamptz, until timestamptz,
  assignee bigint, unassigned boolean,
  after_tier int, after_at timestamptz, after_id bigint, most int, counting boolean
) returns table (tier int, received_at timestamptz, complaint_id bigint)
language plpgsql stable security definer rows 50
set search_path = pg_catalog, public, pg_temp
set work_mem = '32MB'
set jit = off
as $function$
declare
  -- Of each clause one way must fit: its tokens are there, and its signs in one piece.
  fits constant text := $$ ($3 is null or (
    select bool_and(fit) from (
      select bool_or(d.words @@ asked.way and (asked.signs = '' or strpos(d.signs, asked.signs) > 0)) as fit
      from unnest($3, $4, $5) asked (clause, way, signs) group by asked.clause
    ) each)) $$;
  seen constant text := $$ ($6 or c.confidentiality <> 'restricted' or c.assignee_id = $7)
    and ($8 is null or c.state = any($8)) and ($9 is null or c.queue = $9) and ($10 is null or c.channel = $10)
    and ($11 is null or c.language = $11) and ($12 is null or c.received_at >= $12)
    and ($13 is null or c.received_at < $13) and ($14 is null or c.assignee_id = $14)
    and (not $15 or c.assignee_id is null) $$;
  few constant text := $$ with hit as materialized (
      select d.complaint_id, case when d.words @@ $2 then 1 else 2 end as tier
      from insight_searchdocument d where d.words @@ $1 and $$ || fits || $$)
    select hit.tier, c.received_at, c.id from hit join records_complaint c on c.id = hit.complaint_id where $$ || seen;
  many constant text := $$ from insight_searchdocument d join records_complaint c on c.id = d.complaint_id where $$
    || seen || ' and ' || fits;
  onward constant text := ' and ($17 is null or (c.received_at, c.id) < ($17, $18)) ';
  newest constant text := ' order by c.received_at desc, c.id desc limit $19';
  are_few boolean;
  given int;
begin
  execute 'select count(*) <= 1000 from (select from insight_searchdocument d where d.words @@ $1 limit 1001) hits'
    into are_few using wanted;
  if counting then
    return query execute 'select count(*)::int, null::timestamptz, null::bigint from ('
      || case when are_few then few else 'select' || many || ' and d.words @@ $1' end || ' limit $19) hits'
      using wanted, at_first, clauses, ways, exactly, everything, reader, states, queue, channel, language, since, until,
        assignee, unassigned, after_tier, after_at, after_id, most;
  elsif are_few then
    return query execute 'select * from (' || few || ') hits (tier, received_at, id)'
      ' where $17 is null or tier > $16 or (tier = $16 and (received_at, id) < ($17, $18))'
      ' order by tier, received_at desc, id desc limit $19'
      using wanted, at_first, clauses, ways, exactly, everything, reader, states, queue, channel, language, since, until,
        assignee, unassigned, after_tier, after_at, after_id, most;
  else
    if after_tier is distinct from 2 then
      return query execute 'select 1, c.received_at, c.id' || many || ' and d.words @@ $2' || onward || newest
        using wanted, at_first, clauses, ways, exactly, everything, reader, states, queue, channel, language, since,
          until, assignee, unassigned, after_tier, after_at, after_id, most;
      get diagnostics given = row_count;
      most := most - given;
      after_at := null;
    end if;
    if most > 0 and wanted <> at_first then
      return query execute 'select 2, c.received_at, c.id' || many || ' and d.words @@ ($1 && !!$2)' || onward || newest
        using wanted, at_first, clauses, ways, exactly, everything, reader, states, queue, channel, language, since,
          until, assignee, unassigned, after_tier, after_at, after_id, most;
    end if;
  end if;
end
$function$;
revoke all on function insight_found from public;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0001_search_documents"),
    ]

    operations = [
        # With fewer, a rare token is believed to be a hundred times more frequent than it is (docs/performance.md).
        migrations.RunSQL(
            "alter table insight_searchdocument alter column words set statistics 2000",
            "alter table insight_searchdocument alter column words set statistics -1",
        ),
        # A document has two to three kilobytes. Kept beside the row, looking at it costs a page instead of six.
        migrations.RunSQL(
            "alter table insight_searchdocument set (toast_tuple_target = 8160)",
            "alter table insight_searchdocument reset (toast_tuple_target)",
        ),
        migrations.RunSQL(FUNCTION, "drop function insight_found"),
    ]
