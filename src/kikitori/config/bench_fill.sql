-- Complaints in any number, for measuring only: rows as the verbs leave them, without the verbs.
-- bench_stories.sql comes before this and leaves `stories` (k, text): what the people of a complaint say.
-- bench.n: how many. The same number gives the same rows, but for the moment they are counted back from.
-- Three years of a house that keeps up: how likely a complaint is still open falls with its age, by half every 17 days.
insert into records_organisation (id, name_ja, name_en, kind, default_language, time_zone, phone, phone_hours, address,
  external_route_ja, external_route_en, external_route_easy, silence_days, other_road_days, second_contact_days, reopen_days, letter_charset, week, holiday_country, closed_at_year_end, rule_packs, accent, embed_origins, decision_sentences, proposal_sentences) values
  (1, '計測用の窓口', 'A house for measuring', 'customer_service', 'ja', 'Asia/Tokyo', '', '', '', '消費生活センター', 'Consumer centre', '', 14, 7, 14, 30, 'utf-8', '[]', 'JP', true, '[]', '', '[]', '{}', '{}');
insert into records_team (id, name, week, time_zone) select t, 'チーム' || t, '[]', '' from generate_series(1, 4) t;
insert into records_staff (id, password, login, name, name_kana, email, role, language, is_active, team_id, colours, tour, tour_stop)
select s, '!', 'staff' || s, '担当 ' || s, 'タントウ', '', case when s <= 2 then 'lead' else 'handler' end, 'ja', true, 1 + s % 4, '', 'over', ''
from generate_series(1, 24) s;

create temporary table words as select repeat(
  '届いた品物の箱がつぶれていて、中の器が三枚割れていました。電話で三回お話ししましたが、そのたびに最初から説明することになりました。'
  'Nobody called back although it was promised. 贈り物にするつもりでしたので、とても残念です。早めの交換をお願いします。', 8) as text;
-- How a date was counted, as deadlines/why.py writes it: for two, five and twenty working days.
create temporary table counts as select days, (select jsonb_agg(jsonb_build_object('date', to_char(date '2026-11-02' + d, 'YYYY-MM-DD'),
    'counted', true, 'number', d, 'reason_code', 'business_day', 'reason_ja', '', 'reason_en', '') order by d)
  from generate_series(1, days) d) as why
from unnest(array[2, 5, 20]) days;
-- What has happened in each state, step by step; `letter:` is a letter sent, @ is what only the desk sees.
create temporary table course as select state, string_to_array(steps, ' ') as steps from (values
  ('received', 'received'),
  ('acknowledged', 'received acknowledged letter:acknowledgement'),
  ('assessing', 'received acknowledged letter:acknowledgement @assessed assigned'),
  ('investigating', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply heard'),
  ('awaiting_complainant', 'received acknowledged letter:acknowledgement @assessed assigned investigation_begun replied letter:reply question_asked letter:question'),
  ('awaiting_third_party', 'received acknowledged letter:acknowledgement @assessed assigned investigation_begun replied letter:reply @question_asked'),
  ('proposal', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply heard proposed letter:proposal'),
  ('remedying', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply heard proposed letter:proposal accepted'),
  ('decided', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply heard decided letter:decision'),
  ('confirming', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply proposed accepted remedy_done @remedies_finished solution_asked letter:is_it_solved'),
  ('reopened', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply proposed accepted remedy_done @remedies_finished solution_asked solved closed letter:closed reopened'),
  ('closed_accepted', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply heard proposed accepted remedy_done @remedies_finished solution_asked solved closed letter:closed'),
  ('closed_exhausted', 'received acknowledged letter:acknowledgement @assessed assigned @noted investigation_begun replied letter:reply heard decided letter:decision closed letter:closed'),
  ('withdrawn', 'received acknowledged letter:acknowledgement @assessed assigned @noted withdrawn letter:withdrawn')
) as known (state, steps);

create temporary table made as
select i, n, h, received_at, age, open, state, 3 + abs(hashint4(i + 1)) % 22 as staff,
  -- How many days it took, or has taken so far.
  case when open then age * 0.98 else least(age * 0.95, 8 + h % 40) end as life,
  'K-' || year || '-' || lpad((row_number() over (partition by year order by i))::text, 6, '0') as reference, year,
  -- Every fourth comes from somebody who has complained before, every twentieth from nobody; one person comes again and again.
  case when i % 2000 = 8 then 1 when i % 4 = 0 then i - 1 - ((i - 1) % 20 = 3)::int when i % 20 <> 3 then i end as who
from (
  select i, n, h, age, now() - make_interval(secs => age * 86400) as received_at, open,
    extract(year from (now() - make_interval(secs => age * 86400)) at time zone 'Asia/Tokyo')::int as year,
    case when open then (array['received', 'acknowledged', 'assessing', 'investigating', 'investigating', 'investigating',
        'awaiting_complainant', 'awaiting_third_party', 'proposal', 'proposal', 'remedying', 'decided', 'confirming', 'reopened'])[1 + h / 20 % 14]
      else (array['closed_accepted', 'closed_accepted', 'closed_accepted', 'closed_accepted', 'closed_accepted', 'closed_accepted',
        'closed_accepted', 'closed_accepted', 'closed_exhausted', 'withdrawn'])[1 + h / 20 % 10] end as state
  from (
    select i, n, h, age, i > n - 14 or (h % 10007) / 10007.0 < exp(-age / 25) as open
    from (
      select i, n, abs(hashint4(i)) as h, (n - i + 0.3) * (3 * 365.0 / n) as age
      from generate_series(1, current_setting('bench.n')::int) i, (select current_setting('bench.n')::int as n) given
    ) as aged
  ) as judged
) as placed;
create temporary table told as
select i, h, state, staff, who, received_at, life, ltrim(step, '@') as step, starts_with(step, '@') as internal, place::int as place,
  received_at + make_interval(secs => 86400 * life * (place - 1) / greatest(cardinality(steps) - 1, 1)) as at
from made join course using (state), unnest(steps) with ordinality as s (step, place);
analyze made, told;

insert into records_person (id, kind, name, name_kana, name_key, kana_key, name_order, honorific, language, accommodation, contact_wish, do_not_contact, created_at)
select i, 'individual', family || ' ' || given, family_kana || ' ' || given_kana, family || given,
  regexp_replace(regexp_replace(translate(family_kana || given_kana, 'ッ', ''), '([オコソトノホモヨロゴゾドボポ])[ウオ]', '\1', 'g'), '([ウクスツヌフムユルグズブプ])ウ', '\1', 'g'),
  'unknown', 'usual', 'ja', '', '', false, received_at
from (
  select *, (array['青', '赤', '白', '金', '銀', '東', '西', '南', '北', '上', '中', '下', '大', '小', '長', '古', '新', '若', '月', '星'])[1 + f % 20]
      || (array['山', '川', '田', '原', '林', '森', '池', '橋', '石', '村'])[1 + f / 20] as family,
    (array['アオ', 'アカ', 'シラ', 'カナ', 'ギン', 'ヒガシ', 'ニシ', 'ミナミ', 'キタ', 'ウエ', 'ナカ', 'シモ', 'オオ', 'コ', 'ナガ', 'フル', 'ニイ', 'ワカ', 'ツキ', 'ホシ'])[1 + f % 20]
      || (array['ヤマ', 'カワ', 'タ', 'ハラ', 'バヤシ', 'モリ', 'イケ', 'ハシ', 'イシ', 'ムラ'])[1 + f / 20] as family_kana,
    (array['春', '夏', '秋', '冬', '朝', '夕', '花', '雪', '光', '波', '空', '風'])[1 + g % 12] || (array['子', '美', '男', '也', '香', '人', '樹', '菜', '代', '斗'])[1 + g / 12] as given,
    (array['ハル', 'ナツ', 'アキ', 'フユ', 'アサ', 'ユウ', 'ハナ', 'ユキ', 'ヒカ', 'ナミ', 'ソラ', 'カゼ'])[1 + g % 12] || (array['コ', 'ミ', 'オ', 'ヤ', 'カ', 'ト', 'キ', 'ナ', 'ヨ', 'マ'])[1 + g / 12] as given_kana
  from (select i, received_at, h % 200 as f, h / 200 % 120 as g from made where who = i) as drawn
) as named;
insert into records_contactpoint (person_id, kind, value, key, note, preferred)
select i, kind, value, key, '', kind <> 'phone' or i % 20 > 13
from made, lateral (values
  ('email', 'p' || i || '@example.jp', 'p' || i || '@example.jp', i % 20 <= 13),
  ('phone', '090-' || lpad((i / 10000)::text, 4, '0') || '-' || lpad((i % 10000)::text, 4, '0'), '+8190' || lpad(i::text, 8, '0'), i % 20 in (14, 15) or i % 3 = 0),
  ('post', '計測町 ' || i || '番地', '計測町' || i || '番地', i % 20 in (17, 18))
) as point (kind, value, key, has) where who = i and has;

insert into records_complaint (id, reference, kind, channel, language, state, title, story, desired_outcome, subject,
  received_at, known_at, logged_at, severity, urgency, queue, confidentiality, assessed_at, anonymous, accommodation,
  closed_at, ending, rule_packs, version, intake_key, barred, assignee_id, team_id)
select i, reference, 'complaint', (array['web', 'phone', 'email', 'post'])[1 + h % 4], 'ja', state,
  left(said.text, 30) || '…', left(said.text, 300 + 115 * (h % 5)), substr(words.text, 1 + h % 60, 40),
  (array['delivery', 'quality', 'staff', 'billing', 'other'])[1 + h % 5], received_at, received_at, received_at,
  case when h % 20 = 0 then 'S1' else (array['S2', 'S3', 'S3', 'S4'])[1 + h % 4] end,
  case when h % 20 = 0 then 'now' else (array['today', 'normal', 'normal', 'low'])[1 + h % 4] end,
  case when h % 20 = 0 then 'urgent' else 'main' end, case when h % 50 = 7 then 'restricted' else 'ordinary' end,
  case when state not in ('received', 'acknowledged') then received_at + make_interval(secs => life * 86400 / 4) end, who is null, '',
  case when not open then received_at + make_interval(secs => life * 86400) end,
  case state when 'closed_accepted' then 'agreed' when 'closed_exhausted' then 'exhausted' when 'withdrawn' then 'withdrawn' else '' end,
  '{"jp-default": 1}', cardinality(steps), encode(sha256(convert_to('bench' || i, 'UTF8')), 'hex'), '{}',
  case when state not in ('received', 'acknowledged') then staff end, case when state not in ('received', 'acknowledged') then 1 + staff % 4 end
from words, made join course using (state) join stories said on said.k = abs(hashint4(i + 77)) % (select count(*) from stories);
insert into records_referencecounter select year, count(*) from made group by year;
insert into records_receipt (complaint_id, locator, secret_hash, issued_at)
select i, translate(upper(lpad(to_hex(i / 65536), 4, '0') || '-' || lpad(to_hex(i % 65536), 4, '0')), '01258B', 'GHJKMN'), '!', received_at from made;
insert into records_party (complaint_id, person_id, role, authority, authority_proof, mandate) select i, who, 'complainant', '', '', '' from made where who is not null;
insert into records_party (complaint_id, person_id, role, authority, authority_proof, mandate)
select i, 1, 'representative', '家族（電話で確認）', 'none', '' from made where i % 2000 = 30;
insert into records_allegation (id, complaint_id, number, text, expected, actual, told)
select 2 * i + a, i, 1 + a, substr(text, 1 + a, 60), substr(text, 1, 20), substr(text, 20, 20), true
from words, made, generate_series(0, 1) a where state not in ('received', 'acknowledged') and (a = 0 or i % 3 = 0);
insert into records_safetyanswer (complaint_id, question, answer, answered_at, answered_by_id)
select i, 'injury', case when h % 20 = 0 then 'yes' else 'no' end, received_at, null from made where h % 20 = 0 or h % 4 = 0;

insert into records_message (id, complaint_id, visibility, from_complainant, channel, language, body, at, author_staff_id, author_person_id)
select 4 * i + case step when 'noted' then 0 when 'replied' then 1 else 2 end, i, case when step = 'noted' then 'internal' else 'public' end,
  step = 'heard', 'web', 'ja', left(text, 80 + 75 * ((h + place) % 4)), at,
  case when step <> 'heard' then staff end, case when step = 'heard' then who end
from told join stories on k = abs(hashint4(i + 78 + place)) % (select count(*) from stories) where step in ('noted', 'replied', 'heard');
insert into records_message (id, complaint_id, visibility, from_complainant, channel, language, body, at, author_staff_id)
select 4 * i + 3, i, 'internal', false, 'web', 'ja', substr(text, 1, 200), received_at, staff from made, words where i % 500 = 0;
insert into records_letter (id, complaint_id, key, kind, medium, state, to_name, to_address, to_key, reply_to, in_reply_to, charset, language, subject, body,
  message_id, written_at, next_try_at, tries, sent_at, last_error, tells_route)
select 32 * i + place, i, i || ':' || place, substr(step, 8), medium, stands, '', case medium when 'email' then 'p' || who || '@example.jp' when 'print' then '計測町' else '' end,
  case medium when 'email' then 'p' || who || '@example.jp' else '' end, '', '', 'utf-8',
  'ja', 'お申し出について', substr(text, 1 + h % 50, 400 + h % 200), '<' || encode(sha256(convert_to('letter' || 32 * i + place, 'UTF8')), 'hex') || '@letters.kikitori.invalid>',
  at, case when stands = 'waiting' then now() - interval '1 hour' + make_interval(mins => h % 120) end, 1, case when stands = 'sent' then at end,
  case when stands = 'failed' then 'SMTPRecipientsRefused' else '' end, substr(step, 8) in ('proposal', 'decision', 'closed')
from words, (
  select *, case when medium = 'portal' then 'shown'
    -- What was written on the last day is still on its way, or waits for the printer.
    when at > now() - interval '1 day' then case when medium = 'print' then 'to_print' when h % 4 = 0 then 'waiting' else 'sent' end
    when medium = 'email' and h % 3001 < 2 then 'failed' else 'sent' end as stands
  from (
    select *, case when who % 20 <= 13 then 'email' when who % 20 in (17, 18) then 'print' else 'portal' end as medium from told where starts_with(step, 'letter:')
  ) as travelling
) as written;

insert into records_proposal (id, complaint_id, round, text, state, offered_at, offered_by_id, answer_by, answered_at, answered_how, answer)
select i, i, 1, substr(text, 1, 120), case when state = 'proposal' then 'offered' else 'accepted' end, at, staff,
  (at + interval '14 days')::date, case when state <> 'proposal' then at + interval '1 hour' end, '', ''
from told, words where step = 'proposed';
insert into records_remedy (id, complaint_id, proposal_id, kind, text, currency, due_on, state, done_at, done_by_id, done_note, proof, why_unlike, drop_reason, drop_words, written_at)
select i, i, case when step = 'proposed' then i end, 'replace', '割れた器の交換', 'JPY', (at + interval '10 days')::date, stands,
  case when stands = 'done' then at + interval '2 hours' end, case when stands = 'done' then staff end, '', '', '', '', '', at
from (select *, case state when 'proposal' then 'offered' when 'remedying' then 'due' else 'done' end as stands from told where step = 'proposed') as offered;
insert into records_finding (allegation_id, outcome, reasons, found_at, found_by_id)
select a.id, (array['upheld', 'partly', 'not_upheld'])[1 + h % 3], substr(words.text, 1, 100), at, staff
from words, told join records_allegation a on a.complaint_id = i where step = 'decided';
insert into records_inquiry (id, complaint_id, asked_of, whom, question, asked_at, asked_by_id, answer_by, answer, answered_at)
select i, i, case when internal then 'third_party' else 'complainant' end, case when internal then '配送会社' else '' end,
  '箱の写真はありますか。', at, staff, (at + interval '7 days')::date, '', null from told where step = 'question_asked';
insert into records_verdict (id, complaint_id, at, solved, rating, outcome_rating, "left", second, comment, how)
select i, i, at, true, 1 + h % 5, 1 + h % 4, false, false, '', '' from told where step = 'solved';

insert into records_event (complaint_id, kind, at, actor_kind, actor_staff_id, actor_reason, visibility, data)
select i, case when is_letter then 'letter_sent' else step end, at,
  case when step in ('heard', 'accepted', 'solved', 'withdrawn', 'reopened') then 'complainant' when by_itself then 'system' else 'staff' end,
  case when not by_itself and step not in ('heard', 'accepted', 'solved', 'withdrawn', 'reopened') then staff end,
  case when not by_itself then '' when is_letter then 'outbox' else 'self_served' end,
  case when internal or is_letter then 'internal' else 'public' end,
  case
    when is_letter then jsonb_build_object('letter', 32 * i + place, 'kind', substr(step, 8), 'medium', case when who % 20 in (17, 18) then 'print' else 'email' end)
    when step = 'received' then '{"channel": "web", "kind": "complaint", "language": "ja", "placed": []}'
    when step = 'acknowledged' then jsonb_build_object('promised', jsonb_build_array(
      jsonb_build_object('kind', 'progress', 'due_at', to_char(at + interval '5 days', 'YYYY-MM-DD"T"HH24:MI:SS+00:00')),
      jsonb_build_object('kind', 'decision', 'due_at', to_char(at + interval '20 days', 'YYYY-MM-DD"T"HH24:MI:SS+00:00'))))
    when step = 'assessed' then '{"severity": "S3", "urgency": "normal", "queue": "main", "placed": [], "allegations": 1, "safety": {}}'
    when step = 'assigned' then jsonb_build_object('to', staff)
    when step = 'investigation_begun' then jsonb_build_object('assignee', staff)
    when step = 'noted' then jsonb_build_object('message', 4 * i)
    when step = 'replied' then jsonb_build_object('message', 4 * i + 1)
    when step = 'heard' then jsonb_build_object('message', 4 * i + 2, 'channel', 'web')
    when step = 'question_asked' then jsonb_build_object('inquiry', i, 'asked_of', case when internal then 'third_party' else 'complainant' end, 'answer_by', (at + interval '7 days')::date)
    when step = 'proposed' then jsonb_build_object('proposal', i, 'round', 1, 'answer_by', (at + interval '14 days')::date)
    when step = 'accepted' then jsonb_build_object('proposal', i, 'round', 1, 'remedy_due_on', (at + interval '10 days')::date)
    when step = 'remedy_done' then jsonb_build_object('remedy', i, 'kind', 'replace', 'left', 0)
    when step = 'decided' then '{"outcomes": {"1": "upheld"}, "remedy_due_on": null}'
    when step = 'solved' then jsonb_build_object('verdict', i, 'rating', 1 + h % 5)
    when step = 'closed' then case when state = 'closed_exhausted' then '{"outcome": "exhausted"}'::jsonb else '{"outcome": "agreed", "because": "said_so"}' end
    else '{}' end
from (select *, starts_with(step, 'letter:') as is_letter, starts_with(step, 'letter:') or step in ('received', 'acknowledged') as by_itself from told) as t
order by at, i, place;
-- Every five-hundredth has a long story.
insert into records_event (complaint_id, kind, at, actor_kind, actor_staff_id, actor_reason, visibility, data)
select i, 'noted', received_at + make_interval(secs => 86400 * life * place / 21), 'staff', staff, '', 'internal', jsonb_build_object('message', 4 * i + 3)
from made, generate_series(1, 20) place where i % 500 = 0;

-- One in a hundred is somebody who pays for support, or who writes often; of some that has ended.
insert into records_giventype (person_id, type, evidence, complaints, given_at, review_on, ended_at)
select id, case when place % 300 = 0 then 'frequent' else 'paying_support' end, '契約書で確認', '{}', created_at, current_date + 300,
  case when place % 700 = 0 then created_at + interval '1 day' end
from (select id, created_at, row_number() over (order by id) as place from records_person) as person where place % 100 = 0;
-- Owed: to come, or past its day and not made good. A few are past their day and no sweep has seen them yet.
insert into records_promise (complaint_id, kind, state, due_at, made_at, kept_at, why, rule, note, reason, lapsed)
select i, kind, case when goes = 'coming' then 'open' when goes in ('late', 'broken') then 'missed' else goes end,
  case when goes = 'coming' and i > n - 4 then now() - interval '1 minute'
    when goes = 'coming' then now() + make_interval(mins => 5 + abs(hashint4(i + days)) % (days * 1440))
    when goes = 'broken' and open then now() - make_interval(mins => 5 + abs(hashint4(i + days)) % 20000)
    else received_at + make_interval(days => days) end,
  received_at, case when goes = 'kept' then received_at + make_interval(hours => 20 * days) when goes = 'late' then received_at + make_interval(days => days + 1) end,
  coalesce(counts.why, '[]'), case kind when 'call_back' then '' when 'progress' then 'jp-default/1/first-answer' when 'follow_up' then 'jp-default/1/follow-up' else 'jp-default/1/' || kind end, '', '',
  goes = 'broken' and not open and kind <> 'call_back'
from (select *, h / 300 % 100 as luck from made) as m, lateral (values
  ('acknowledgement', 2, case when state = 'received' then 'coming' when luck < 3 then 'late' else 'kept' end),
  ('progress', 5, case when state in ('received', 'withdrawn') then null when state in ('proposal', 'remedying', 'confirming', 'decided') or not open then case when luck < 4 then 'late' else 'kept' end
      when luck < 6 then 'broken' else 'coming' end),
  ('decision', 20, case when state = 'received' then null when state = 'withdrawn' then case when luck < 10 then 'broken' else 'cancelled' end
      when state in ('remedying', 'confirming', 'decided') or not open then case when luck < 5 then 'late' else 'kept' end
      when luck < 4 then 'broken' else 'coming' end),
  ('remedy', 10, case when state = 'remedying' then case when luck < 8 then 'broken' else 'coming' end when state in ('confirming', 'closed_accepted', 'reopened') then 'kept' end),
  ('follow_up', 7, case when state in ('confirming', 'decided') then 'coming' when state in ('closed_accepted', 'reopened') then 'kept' end),
  ('call_back', 1, case when open and h % 40 = 0 then 'coming' when i % 200 = 1 then 'kept' when not open and i % 2000 = 2 then 'broken' end)
) as given (kind, days, goes) left join counts using (days) where goes is not null;
insert into records_clock (complaint_id, kind, rule, audience, started_at, due_at, warn_from, met_at, cancelled_at, reason, pauses, told, turns_at, why)
select i, kind, 'jp-default/1/' || rule, 'complainant', received_at, received_at + make_interval(days => days), received_at + make_interval(days => days - 1),
  case when met then received_at + make_interval(hours => 12 * days) end, case when not met and not open then received_at + make_interval(secs => life * 86400) end,
  case when not met and not open then 'closed' else '' end, '[]',
  -- What runs has been told of up to now; what time brings next is still to come.
  case when met or not open then 'running' when received_at + make_interval(days => days) < now() then 'breached'
    when received_at + make_interval(days => days - 1) < now() then 'warned' else 'running' end,
  case when met or not open or received_at + make_interval(days => days) < now() then null
    when received_at + make_interval(days => days - 1) < now() then received_at + make_interval(days => days, secs => 1)
    else received_at + make_interval(days => days - 1) end, why
from made, lateral (values
  ('acknowledgement', 'acknowledgement', 2, state <> 'received'), ('progress', 'first-answer', 5, not (state = any('{received,acknowledged,assessing,withdrawn}'))),
  ('decision', 'decision', 20, state in ('remedying', 'decided', 'confirming', 'reopened', 'closed_accepted', 'closed_exhausted'))
) as told (kind, rule, days, met) join counts using (days);
-- Those a step fills in by itself go on after what stands here.
select setval(pg_get_serial_sequence('records_' || name, 'id'), 64 + 32 * current_setting('bench.n')::bigint)
from unnest(array['organisation', 'team', 'staff', 'person', 'complaint', 'message', 'letter', 'proposal', 'remedy', 'inquiry', 'verdict', 'allegation']) name;
drop table words, counts, course, made, told, sentences, slots, stories;
