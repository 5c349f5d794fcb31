"""Journeys: complaints led along whole roads by the real verbs, in Japanese or English, past every letter there is."""

from dataclasses import dataclass
from datetime import date, timedelta

from kikitori.casework.answer import accept_proposal
from kikitori.casework.answer_appointment import answer_appointment
from kikitori.casework.answer_petition import answer_petition
from kikitori.casework.appoint import AppointmentGiven, appoint
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.bodies import BodyGiven
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved, leave_it
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.drop_remedy import DropGiven, drop_remedy
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.inquire import ask_complainant, begin_investigation
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.mail_link import ask_for_link, send_asked_link
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.promise import replace_promise
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.redirect import ask_redirect, confirm_redirect
from kikitori.casework.referral_result import record_referral, record_result
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.review import ask_review, begin_review
from kikitori.casework.second_contact import ask_again
from kikitori.casework.sharing import SharedGiven
from kikitori.casework.sweep import ask_and_close
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mail_links import LinkAsked
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests import makers, referrals
from tests.cast import Cast
from tests.makers import FRIDAY

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """What the people of a journey say."""

    name: str
    story: str
    points: tuple[str, str]
    question: str
    reply: str
    delay: str
    offer: str
    remedies: tuple[str, str]
    decision: str
    reasons: tuple[str, str]
    no_remedy: str
    exhausted: str
    correction: str
    corrected: str
    uncorrected: str


WORDS = {
    "ja": Words(
        name="試野 はな",
        story="届いた皿が三枚割れていました。電話で三回同じ説明をしました。",
        points=("皿が三枚割れていた", "電話で三回説明させられた"),
        question="ご注文番号をお聞かせください。",
        reply="配送会社に確認しています。",
        delay="配送会社の記録が届くのを待っているためです。",
        offer="割れた三枚を新しい品と交換いたします。",
        remedies=("皿三枚の交換", "皿三枚の代金"),
        decision="配送中の破損であることを確かめました。",
        reasons=("写真で確かめました。", "通話の記録は二回でした。"),
        no_remedy=makers.NO_REMEDY,
        exhausted="これ以上お調べできることがないためです。",
        correction="四枚です。",
        corrected="ご指摘のとおり直しました。",
        uncorrected="三枚と伺っています。",
    ),
    "en": Words(
        name="Hannah Sample",
        story="Three plates arrived broken. I explained it three times on the phone.",
        points=("Three plates were broken", "I had to explain three times"),
        question="What is your order number?",
        reply="We are asking the carrier.",
        delay="We are waiting for the carrier's record.",
        offer="We will replace the three broken plates.",
        remedies=("Three plates", "The price of three plates"),
        decision="The plates were broken on the way.",
        reasons=("The photographs show it.", "Our records show two calls."),
        no_remedy="We have sent you new plates already.",
        exhausted="There is nothing left that we could look into.",
        correction="Four plates.",
        corrected="We have put it right.",
        uncorrected="You said three.",
    ),
    # Without kanji: whatever stands in a letter beside these words is the letter's own.
    "ja-easy": Words(
        name="ニュエン ラン",
        story="さらが 3まい われて いました。でんわで 3かい はなしました。",
        points=("さらが 3まい われて いた", "でんわで 3かい はなした"),
        question="ばんごうを おしえて ください。",
        reply="いま、みせに きいて います。",
        delay="みせの こたえを まって います。",
        offer="あたらしい さらを おくります。",
        remedies=("さら 3まい", "さら 3まいの おかね"),
        decision="さらは はこぶ ときに われました。",
        reasons=("しゃしんで わかりました。", "でんわは 2かい でした。"),
        no_remedy="あたらしい さらは もう おくりました。",
        exhausted="もう しらべる ことが ありません。",
        correction="4まい です。",
        corrected="なおしました。",
        uncorrected="3まいと ききました。",
    ),
}


def begun(cast: Cast, language: str) -> Complaint:
    """Acknowledged, assessed, in the handler's hands."""
    words, handler = WORDS[language], cast.actor("handler")
    complaint = makers.acknowledged(
        cast,
        language=language,
        story=words.story,
        complainant=PersonGiven(
            name=words.name, contact_points=(ContactGiven(kind="email", value="hana@example.jp"),)
        ),
    )
    assess_complaint(
        handler,
        complaint,
        severity="S3",
        subject="delivery",
        safety={},
        allegations=[AllegationGiven(text=text) for text in words.points],
        now=FRIDAY + HOUR / 2,
    )
    begin_investigation(handler, complaint, now=FRIDAY + HOUR)
    return complaint


def along_the_main_road(cast: Cast, language: str) -> Complaint:
    """Asked, told, offered, accepted, done, confirmed, reopened and at last withdrawn."""
    words, handler = WORDS[language], cast.actor("handler")
    complaint = begun(cast, language)
    person = makers.complainant_of(complaint)
    ask_complainant(
        handler, complaint, question=words.question, answer_by=date(2026, 11, 27), now=FRIDAY + 2 * HOUR
    )
    hear(person, complaint, body="12345", now=FRIDAY + 3 * DAY)
    reply(handler, complaint, body=words.reply, now=FRIDAY + 4 * DAY)
    replace_promise(
        handler,
        complaint,
        promise=complaint.promises.get(kind="decision", state="open"),
        to=date(2026, 12, 25),
        reason=words.delay,
        now=FRIDAY + 5 * DAY,
    )
    propose_solution(
        handler,
        complaint,
        text=words.offer,
        remedies=[
            RemedyGiven(kind="replace", text=words.remedies[0], due_on=date(2026, 12, 4)),
            RemedyGiven(kind="refund", text=words.remedies[1], due_on=date(2026, 12, 4), amount=12_800),
        ],
        answer_by=date(2026, 12, 2),
        now=FRIDAY + 6 * DAY,
    )
    accept_proposal(person, complaint, now=FRIDAY + 7 * DAY)
    for remedy in complaint.remedies.all():
        carry_out_remedy(
            cast.actor("colleague"), complaint, remedy=remedy, proof="振込 0001", now=FRIDAY + 8 * DAY
        )
    ask_if_solved(handler, complaint, now=FRIDAY + 14 * DAY)
    confirm_solved(person, complaint, now=FRIDAY + 15 * DAY)
    reopen_complaint(person, complaint, reason="…", now=FRIDAY + 17 * DAY)
    withdraw_complaint(person, complaint, now=FRIDAY + 18 * DAY)
    return complaint


def by_decision(cast: Cast, language: str, *, remedies: bool) -> Complaint:
    """Decided, with something to do or with nothing."""
    words = WORDS[language]
    complaint = begun(cast, language)
    owed = RemedyGiven(kind="refund", text=words.remedies[1], due_on=date(2026, 12, 4), amount=12_800)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={
            1: FindingGiven(outcome="upheld", reasons=words.reasons[0], causes=makers.CAUSE),
            2: FindingGiven(outcome="partly", reasons=words.reasons[1], causes=makers.CAUSE),
        },
        remedies=[owed] if remedies else [],
        no_remedy=words.no_remedy,
        words=words.decision,
        now=FRIDAY + 2 * HOUR,
    )
    return complaint


#: Who was named, why they were not confirmed, and why it was ended.
REPRESENTED = {
    "ja": ("しろた りか", "書面にご署名がありませんでした。", "ご本人のお申し出により終了しました。"),
    "en": ("Rika Shirota", "The signature is missing on the sheet.", "As you asked us on the phone."),
    "ja-easy": ("リカ", "サインが ありません。", "あなたが やめると ききました。"),
}


def _answered(cast: Cast, language: str, *, granted: bool) -> Complaint:
    """Something was not understood rightly; it was put right, or not."""
    words, complaint = WORDS[language], begun(cast, language)
    given = PetitionGiven(kind="summary", point=1, words=words.correction)
    row = petition(makers.complainant_of(complaint), complaint, given, now=FRIDAY + 2 * HOUR)
    answer_petition(
        cast.actor("handler"),
        complaint,
        petition=row,
        granted=granted,
        words=words.corrected if granted else words.uncorrected,
        text=words.correction if granted else "",
        now=FRIDAY + 3 * HOUR,
    )
    return complaint


def _represented(cast: Cast, language: str, came_of_it: str) -> Complaint:
    """Somebody was named to speak for them: `came_of_it` says what they may do, or why nothing came of it."""
    words, complaint = REPRESENTED[language], begun(cast, language)
    acts, handler = came_of_it == "act", cast.actor("handler")
    given = AppointmentGiven(
        name=words[0],
        mandate="act" if acts else "speak",
        reach=None if acts else ContactGiven(kind="email", value="rika@example.jp"),
    )
    row = appoint(makers.complainant_of(complaint), complaint, given, now=FRIDAY + 2 * HOUR)
    granted = came_of_it != "declined"
    if came_of_it != "dropped":
        answer_appointment(
            handler,
            complaint,
            appointment=row,
            granted=granted,
            words="" if granted else words[1],
            now=FRIDAY + 3 * HOUR,
        )
    if came_of_it in ("ended", "dropped"):
        end_appointment(handler, complaint, reason=words[2], now=FRIDAY + 4 * HOUR)
    return complaint


#: A body outside, why it goes there, what they get and what they answered.
REFERRED = {
    "ja": (
        "みほんセンター",
        "けいやくの読み方が分かれるためです。",
        "皿がわれた件です。",
        "ぜんがくが相当とのことです。",
    ),
    "en": (
        "Sample Centre",
        "We read the contract differently.",
        "Three broken plates.",
        "They find for you.",
    ),
    "ja-easy": (
        "みほんセンター",
        "よみかたが ちがうからです。",
        "さらが われました。",
        "おかねを かえします。",
    ),
}


def _referred(cast: Cast, language: str, what: str) -> Complaint:
    """Passed on inside or outside, brought there by themselves, or answered: it goes on, or their result stands."""
    name, reason, summary, said = REFERRED[language]
    complaint = begun(cast, language)
    bare = BodyGiven(kind="external", name_ja=name, name_en=name, phone="03-0000-0001", turn_days=180)
    to = referrals.body(cast, bare, kind="specialist" if what == "inside" else "external")
    if what == "turned":
        referrals.turned(cast, complaint, to=to, how=reason)
        return complaint
    verb = referrals.inside if what == "inside" else referrals.outside
    row = verb(cast, complaint, to=to, reason=reason, shared=SharedGiven(summary=summary, story=True))
    given = referrals.answer("overturned", told=said)
    if what == "answered":
        record_referral(cast.actor("handler"), complaint, given, referral=row, now=FRIDAY + DAY)
    if what == "result":
        refund = RemedyGiven(kind="refund", text=summary, due_on=date(2026, 12, 4), amount=12_800)
        record_result(
            cast.actor("handler"), complaint, given, referral=row, remedies=[refund], now=FRIDAY + DAY
        )
    return complaint


#: Where to turn, and why, as the complainant reads it.
REDIRECTED = {
    "ja": ("お近くの保健所", "決めるのは保健所だからです。"),
    "en": ("The health centre near you", "The health centre decides it."),
    "ja-easy": ("ちかくの ほけんじょ", "ほけんじょが きめるからです。"),
}


def _redirected(cast: Cast, language: str, reason: str) -> Complaint:
    """It is not handled here, for this reason: one has asked for it, another confirmed it."""
    complaint, (where, why) = begun(cast, language), REDIRECTED[language]
    handler = cast.actor("handler")
    asked = ask_redirect(handler, complaint, reason=reason, where=where, why=why, now=FRIDAY + 2 * HOUR)
    confirm_redirect(cast.actor("colleague"), complaint, asked=asked, now=FRIDAY + 3 * HOUR)
    return complaint


#: Why it is not done any more, and what is done instead.
DROPPED = {
    "ja": ("お電話で、なくてよいとうかがいました。", "おわびの品"),
    "en": ("You told us on the phone that you can do without it.", "Something nice"),
    "ja-easy": ("でんわで ききました。", "おわびの しな"),
}


def _dropped(cast: Cast, language: str, reason: str) -> Complaint:
    """The first thing that was decided is not done any more, for this reason."""
    complaint, (words, nice) = by_decision(cast, language, remedies=True), DROPPED[language]
    instead = RemedyGiven(kind="gift", text=nice, due_on=(FRIDAY + 21 * DAY).date(), amount=500)
    given = DropGiven(reason=reason, words=words, how="☎", instead=instead if reason == "exchanged" else None)
    number = complaint.remedies.filter(state="due").order_by("pk")[0].pk
    drop_remedy(cast.actor("lead"), complaint, remedy=number, given=given, now=FRIDAY + 2 * DAY)
    return complaint


def every_letter(cast: Cast, language: str) -> dict[str, Letter]:
    """All letters there are in one language, by kind; a colon names the variant."""
    letters = {letter.kind: letter for letter in along_the_main_road(cast, language).letters.all()}
    with_remedies = by_decision(cast, language, remedies=True)
    without = by_decision(cast, language, remedies=False)
    close_as_exhausted(cast.actor("lead"), without, reason=WORDS[language].exhausted, now=FRIDAY + DAY)
    unsolved = by_decision(cast, language, remedies=False)
    confirm_unsolved(makers.complainant_of(unsolved), unsolved, now=FRIDAY + 4 * DAY)
    reviewed = by_decision(cast, language, remedies=False)
    ask_review(makers.complainant_of(reviewed), reviewed, now=FRIDAY + DAY)
    begin_review(cast.actor("lead"), reviewed, to=cast.colleague, now=FRIDAY + 4 * DAY)
    asked, declined = (_answered(cast, language, granted=granted) for granted in (True, False))
    linked = along_the_main_road(cast, language)
    ask_for_link(linked.reference, linked.letters.latest("id").to_address, now=FRIDAY + DAY)
    send_asked_link(Actor.system("link_asked"), LinkAsked.objects.get().pk, now=FRIDAY + DAY)
    silent = by_decision(cast, language, remedies=False)
    for days in (12, 30):
        ask_and_close(Actor.system("silence"), now=FRIDAY + days * DAY)
    agreed = by_decision(cast, language, remedies=False)
    confirm_solved(makers.complainant_of(agreed), agreed, now=FRIDAY + DAY)
    ask_again(Actor.system("second_contact"), agreed, now=FRIDAY + 14 * DAY)
    unhappy = by_decision(cast, language, remedies=False)
    leave_it(makers.complainant_of(unhappy), unhappy, now=FRIDAY + DAY)
    close_as_exhausted(cast.actor("lead"), unhappy, reason=WORDS[language].exhausted, now=FRIDAY + 2 * DAY)
    return letters | {
        **{
            f"remedy_dropped:{reason}".removesuffix(":declined"): _dropped(
                cast, language, reason
            ).letters.get(kind="remedy_dropped")
            for reason in ("declined", "exchanged", "unreachable", "impossible")
        },
        "still_solved": agreed.letters.get(kind="still_solved"),
        "closed:unhappy": unhappy.letters.get(kind="closed"),
        "decision": with_remedies.letters.get(kind="decision"),
        "decision:nothing": without.letters.get(kind="decision"),
        "going_on": unsolved.letters.get(kind="going_on"),
        "review": reviewed.letters.get(kind="review"),
        "link": linked.letters.get(kind="link"),
        "petition": asked.letters.get(kind="petition"),
        "petition:declined": declined.letters.get(kind="petition"),
        **{
            f"representative:{what}".rstrip(":"): _represented(cast, language, what)
            .letters.filter(kind="representative")
            .latest("pk")
            for what in ("", "act", "declined", "ended", "dropped")
        },
        **{
            f"referral:{what}".rstrip(":"): _referred(cast, language, what).letters.get(kind="referral")
            for what in ("", "inside", "turned")
        },
        "referral_result": _referred(cast, language, "result").letters.get(kind="referral_result"),
        "referral_result:goes_on": _referred(cast, language, "answered").letters.get(kind="referral_result"),
        **{
            f"redirected:{reason}".removesuffix(":other_body"): _redirected(
                cast, language, reason
            ).letters.get(kind="redirected")
            for reason in ("other_body", "inquiry", "request", "praise", "not_ours")
        },
        "closed:exhausted": without.letters.get(kind="closed"),
        "closed:silence": silent.letters.get(kind="closed"),
    }
