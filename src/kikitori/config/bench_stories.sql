-- What people tell, for measuring only: up to four thousand stories put together of sentences that differ in place,
-- thing and number, half of their letters Japanese script, some in English. Words are as unevenly spread as they are
-- in life: a few stand in every third story, most in one of hundreds, and a model's number in one or two.
create temporary table sentences as select array[
  '先月の末に{P}の店で{T}を買いました。', '{P}の営業所に電話をしましたが、三十分待っても誰も出ませんでした。', '届いた{T}の箱がつぶれていて、中身が割れていました。',
  '型番は{C}です。', '説明書のとおりに使っていたのに、{D}日で動かなくなりました。', '電話で三回お話ししましたが、そのたびに最初から説明することになりました。',
  '折り返すと言われたまま、{D}日たっても連絡がありません。', '返金してください。', '返金には応じられないと言われましたが、理由の説明がありませんでした。',
  '{T}の交換をお願いします。', '贈り物にするつもりでしたので、とても残念です。', '請求書には{M}円とありますが、契約のときに聞いた額と違います。',
  '会費が二重に引き落とされていました。金額は{M}円です。', '担当の方の言い方がきつく、責められているように感じました。', '窓口で名前を大きな声で呼ばれ、ほかの人に事情を知られてしまいました。',
  '{P}から来た配送の方は、玄関に{T}を置いたまま帰ってしまいました。', '雨の日で、{T}はすっかり濡れていました。', '前にも同じことがあり、そのときは改善すると言われました。',
  '解約の手続きをしたはずなのに、まだ請求が続いています。', 'メールを{D}通送りましたが、自動の返事しか来ません。', '子どもが触って、指を切りそうになりました。',
  '高齢の母が一人で使うものなので、心配です。', '申し込みの画面が分かりにくく、{T}を二つ頼んでしまいました。', '広告には送料無料と書いてありました。',
  '{P}まで取りに行く時間も交通費もかかりました。', '写真を三枚付けます。', '謝ってほしいのではなく、なぜこうなったのかを知りたいのです。',
  '講習会の日程が急に変わり、{P}までの切符が無駄になりました。', '会員証が届かないので、{P}の催しに入れませんでした。', '先生の診察のときの説明と、書類に書いてあることが違います。',
  '個人情報がどこに渡ったのか、教えてください。', '別の人あての{T}が入っていました。', '保証の期間は残っているはずです。', '修理に出した{T}が、傷だらけで戻ってきました。',
  '{M}円を払ったのに、領収書を出してもらえません。', '同じ{T}を買った友人も、同じことで困っています。', '色が写真とまったく違いました。', '予約したのに、席がありませんでした。',
  '{D}月までに返事がなければ、消費生活センターに相談します。', '営業時間は夕方までと書いてあるのに、もう閉まっていました。', '録音されていると聞きましたので、確かめてください。',
  '代わりの品は、前のものより小さいものでした。', '電話の音声案内では、番号を五回も押さなければなりません。', '何も悪いことはしていないのに、疑われました。', '夜でも構いませんので、電話をください。',
  'I ordered a {T} and was told it would come within {D} days.', 'Nobody called back although it was promised.', 'I would like a refund of {M} yen.', 'The {T} was broken when it arrived, model {C}.',
  'The clerk in {P} did not speak to me but only to my husband.', 'I have written {D} times and got no answer.', 'Please explain why this happened.', 'It is the second time in a year.'
] as said;
-- The first of a list come most often: the square of a number between nought and one is mostly small.
create temporary table slots as select
  array['京都', '東京都', '大阪', '横浜', '名古屋', '札幌', '福岡', '神戸', '仙台', '広島', '東京', '京都府', '長野', '金沢', '岡山', '那覇', '松江', '鳥取', '盛岡', '秋田'] as places,
  array['食器', '靴', '冷蔵庫', '掃除機', '時計', '布団', '教科書', '携帯電話', '椅子', '花瓶', '自転車', 'イヤホン', '眼鏡', '炊飯器', '毛布', 'かばん', '鍋', '絵本', 'カメラ', '薬',
    '傘', '扇風機', '包丁', '机', 'シャツ', '化粧水', '楽器', 'マフラー', '印鑑', '体温計'] as things;
create temporary table stories as
select k, string_agg(
    replace(replace(replace(replace(replace(sentence,
      '{P}', places[1 + floor(20 * a * a)::int]), '{T}', things[1 + floor(30 * b * b)::int]),
      '{D}', (2 + h % 9)::text), '{M}', (120 * (1 + h % 997))::text), '{C}', 'KX-' || lpad((h % 9973)::text, 4, '0')),
    '' order by place) as text
from (
  select k, place, h, said[1 + h % cardinality(said)] as sentence, (h / 64 % 1009) / 1009.0 as a, (h / 4096 % 1009) / 1009.0 as b
  from sentences, generate_series(0, least(current_setting('bench.n')::int, 4000) - 1) k, generate_series(1, 24) place,
    lateral (select abs(hashint8(k::bigint * 32 + place)) as h) as drawn
) as each, slots
group by k;
create unique index on stories (k);
analyze stories;
