-- Complaints in any number, for measuring only: rows as the verbs leave them, without the verbs.
-- bench.n: how many. The same number gives the same rows, but for the moment they are counted back from.
-- Three years; the newest hundredth is open, with two promises each; every five-hundredth has a long timeline.
insert into records_organisation values
  (1, '計測用の窓口', 'A house for measuring', 'customer_service', 'ja', 'Asia/Tokyo', '', '', '', '消費生活センター', 'Consumer centre', 14);
insert into records_team (id, name) select t, 'チーム' || t from generate_series(1, 4) t;
insert into records_staff (id, password, login, name, name_kana, email, role, language, is_active, team_id)
select s, '!', 'staff' || s, '担当 ' || s, 'タントウ', '', case when s = 1 then 'lead' else 'handler' end, 'ja', true, 1 + s % 4
from generate_series(1, 24) s;

create temporary table made as
select i,
       i > n - greatest(n / 100, 10) as open,
       now() - make_interval(secs => (n - i) * (3 * 365 * 86400.0 / n)) as received_at,
       abs(hashint4(i)) as h,
       2 + abs(hashint4(i + 1)) % 23 as staff
from generate_series(1, current_setting('bench.n')::int) i, (select current_setting('bench.n')::int as n) given;
create temporary table words as select repeat(
  '届いた品物の箱がつぶれていて、中の器が三枚割れていました。電話で三回お話ししましたが、そのたびに最初から説明することになりました。'
  'Nobody called back although it was promised. 贈り物にするつもりでしたので、とても残念です。早めの交換をお願いします。', 8) as text;

insert into records_person (id, kind, name, name_kana, name_key, language, customer_type, accommodation, created_at)
select i, 'individual', '申出 ' || i, 'モウシデ', 'もうしで' || i, 'ja', 'unknown', '', received_at from made where i % 4 <> 0;
insert into records_contactpoint (person_id, kind, value, key, note, preferred)
select i, 'email', 'p' || i || '@example.jp', 'p' || i || '@example.jp', '', true from made where i % 4 <> 0;

insert into records_complaint (id, reference, kind, channel, language, state, title, story, desired_outcome, subject,
  received_at, known_at, logged_at, severity, urgency, queue, confidentiality, assessed_at, anonymous, accommodation,
  closed_at, version, intake_key, assignee_id, team_id)
select i, 'K-' || extract(year from received_at) || '-' || lpad(i::text, 6, '0'), 'complaint',
  (array['web', 'phone', 'email', 'post'])[1 + h % 4], 'ja',
  case when open then (array['acknowledged', 'assessing', 'investigating', 'investigating', 'awaiting_complainant', 'proposal', 'confirming'])[1 + h % 7]
       else (array['closed_accepted', 'closed_accepted', 'closed_accepted', 'closed_exhausted', 'withdrawn'])[1 + h % 5] end,
  '器の破損と電話での対応 ' || i, substr(text, 1 + h % 100, 300 + h % 460), substr(text, 1 + h % 60, 40),
  (array['delivery', 'quality', 'staff', 'billing', 'other'])[1 + h % 5], received_at, received_at, received_at,
  (array['S2', 'S3', 'S3', 'S3', 'S4'])[1 + h % 5], (array['today', 'normal', 'normal', 'low'])[1 + h % 4],
  case when h % 20 = 0 then 'urgent' else 'main' end, case when h % 50 = 0 then 'restricted' else 'ordinary' end,
  received_at + interval '1 day', false, '', case when not open then received_at + interval '20 days' end,
  12, md5('bench' || i), case when not open or h % 5 > 0 then staff end, 1 + staff % 4
from made, words;
insert into records_referencecounter select extract(year from received_at), max(i) from made group by 1;
insert into records_receipt (complaint_id, locator, secret_hash, issued_at)
select i, upper(substr(md5(i::text), 1, 4) || '-' || lpad(to_hex(i), 6, '0')), '!', received_at from made;
insert into records_party (complaint_id, person_id, role, authority)
-- Every fourth complaint comes from somebody who has complained before.
select i, case when i % 4 = 0 then greatest(i - 1 - h % 3, 1) else i end, 'complainant', '' from made;
insert into records_allegation (complaint_id, number, text, expected, actual)
select i, 1, substr(text, 1, 60), substr(text, 1, 20), substr(text, 20, 20) from made, words;

insert into records_message (id, complaint_id, visibility, from_complainant, channel, language, body, at, author_staff_id)
select 4 * i + m, i, case when m in (0, 3) then 'internal' else 'public' end, m = 2, 'web', 'ja',
  substr(text, 1 + (h + m) % 100, 80 + (h + m * 37) % 300), received_at + make_interval(hours => 30 + m),
  case when m <> 2 then staff end
from made, words, generate_series(0, 3) m;
insert into records_letter (id, complaint_id, key, kind, medium, state, to_name, to_address, language, subject, body,
  message_id, written_at, tries, sent_at, last_error)
select 2 * i + l, i, i || ':' || l, (array['acknowledgement', 'reply'])[l + 1], 'email', 'sent', '申出 ' || i,
  'p' || i || '@example.jp', 'ja', 'お申し出について', substr(text, 1 + h % 50, 400 + h % 200),
  '<' || 2 * i + l || '@letters.kikitori.invalid>', received_at, 1, received_at, ''
from made, words, generate_series(0, 1) l;

insert into records_event (complaint_id, kind, at, actor_kind, actor_staff_id, actor_reason, visibility, data)
select i, kind, received_at + make_interval(mins => 90 * place), case when handled then 'staff' else 'system' end,
  case when handled then staff end, case when handled then '' else 'self_served' end,
  case when internal then 'internal' else 'public' end, data
from made, lateral (values
  (1, 'received', false, false, '{"channel": "web", "kind": "complaint", "language": "ja", "placed": []}'::jsonb, true),
  (2, 'acknowledged', false, false, '{}', true),
  (3, 'letter_sent', false, true, jsonb_build_object('letter', 2 * i, 'kind', 'acknowledgement', 'medium', 'email'), true),
  (4, 'assessed', true, true, '{"severity": "S3", "urgency": "normal", "queue": "main", "placed": [], "allegations": 1, "safety": {}}', true),
  (5, 'assigned', true, false, jsonb_build_object('to', staff), true),
  (6, 'investigation_begun', true, false, jsonb_build_object('assignee', staff), true),
  (7, 'noted', true, true, jsonb_build_object('message', 4 * i), true),
  (8, 'replied', true, false, jsonb_build_object('message', 4 * i + 1), true),
  (9, 'letter_sent', false, true, jsonb_build_object('letter', 2 * i + 1, 'kind', 'reply', 'medium', 'email'), true),
  (10, 'heard', false, false, jsonb_build_object('message', 4 * i + 2, 'channel', 'web'), true),
  (40, 'solved', true, false, '{"rating": 4, "how": "phone"}', not open),
  (41, 'closed', true, false, '{"outcome": "agreed", "because": "said_so"}', not open)
) as told (place, kind, handled, internal, data, happened)
where happened
order by i, place;
insert into records_event (complaint_id, kind, at, actor_kind, actor_staff_id, actor_reason, visibility, data)
select i, 'noted', received_at + make_interval(hours => 20 + place), 'staff', staff, '', 'internal', jsonb_build_object('message', 4 * i + 3)
from made, generate_series(1, 20) place where i % 500 = 0;

insert into records_promise (complaint_id, kind, state, due_at, made_at, kept_at, why, rule, note, reason)
select i, kind,
  case when kept then 'kept' else 'open' end, due_at, received_at, case when kept then due_at - interval '1 hour' end, '[]', '', '', ''
from made, lateral (values
  ('acknowledgement', true, received_at + interval '2 days'),
  ('progress', not open, case when open then now() + make_interval(hours => h % 400 - 40) else received_at + interval '5 days' end),
  ('decision', not open, case when open then now() + make_interval(hours => h % 900 + 40) else received_at + interval '20 days' end)
) as told (kind, kept, due_at);
insert into records_clock (complaint_id, kind, rule, started_at, due_at, warn_from, met_at, why)
select i, kind, 'jp-default/1/' || kind, received_at, received_at + make_interval(days => days),
  received_at + make_interval(days => days - 1), case when not open then received_at + interval '1 day' end, '[]'
from made, lateral (values ('acknowledgement', 2), ('first-answer', 5), ('decision', 20)) as told (kind, days);

insert into records_proposal (id, complaint_id, round, text, state, offered_at, offered_by_id, answer_by, answered_how, answer)
select i, i, 1, substr(text, 1, 120), case when open then 'offered' else 'accepted' end, received_at + interval '4 days', staff,
  (received_at + interval '14 days')::date, '', '' from made, words where i % 2 = 0;
insert into records_remedy (complaint_id, proposal_id, kind, text, currency, due_on, state, done_note)
select i, i, 'replace', '交換', 'JPY', (received_at + interval '10 days')::date, case when open then 'offered' else 'done' end, ''
from made where i % 2 = 0;
insert into records_verdict (complaint_id, at, solved, rating, comment, how)
select i, received_at + interval '19 days', true, 1 + h % 5, '', '' from made where not open and i % 2 = 0;
-- Those a step fills in by itself go on after what stands here.
select setval(pg_get_serial_sequence('records_' || name, 'id'), 10 + 4 * current_setting('bench.n')::bigint)
from unnest(array['organisation', 'team', 'staff', 'person', 'complaint', 'message', 'letter', 'proposal']) name;
