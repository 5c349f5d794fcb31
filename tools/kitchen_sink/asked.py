"""What a person is asked on the portal, as one form, to show every kind of field and its errors."""

from __future__ import annotations

from django import forms

from kikitori.interfaces.look.forms import Choices, ManyChoices


def complain_form(ja: bool, data: dict[str, str] | None = None) -> forms.Form:
    """The form in one of the two languages; bound to `data` when given."""

    def say(japanese: str, english: str) -> str:
        return japanese if ja else english

    class Complain(forms.Form):
        """One field of each kind."""

        happened = forms.CharField(
            label=say("どのようなことがありましたか。", "What happened?"),
            help_text=say(
                "思い出せる順でかまいません。日付や場所が分かれば、あわせてお書きください。",
                "In any order you like. If you remember dates or places, please add them.",
            ),
            widget=forms.Textarea(attrs={"data-guard": ""}),
            error_messages={
                "required": say(
                    "どのようなことがあったか、ひとことでもお書きください。",
                    "Please tell us what happened, even in a few words.",
                )
            },
        )
        way = forms.ChoiceField(
            label=say("どのように連絡すればよいですか。", "How may we reach you?"),
            choices=[
                ("email", say("メール", "E-mail")),
                ("phone", say("電話", "Phone")),
                ("none", say("連絡は不要です", "Please do not contact me")),
            ],
            widget=Choices(
                help_texts={
                    "phone": say(
                        "平日 9:00〜17:30 のうち、ご都合のよい時間にお電話します。",
                        "We call at a time that suits you, weekdays 9:00–17:30.",
                    ),
                    "none": say(
                        "受付番号で、この画面から経過をご覧いただけます。",
                        "You can follow progress on this page with your receipt code.",
                    ),
                }
            ),
            error_messages={"required": say("連絡の方法を一つお選びください。", "Please choose one way.")},
        )
        email = forms.EmailField(
            label=say("メールアドレス", "E-mail address"),
            required=False,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "class": "w-m"}),
        )
        postal = forms.CharField(
            label=say("郵便番号", "Postcode"),
            required=False,
            help_text=say("ハイフンはあってもなくてもかまいません。", "With or without the hyphen."),
            widget=forms.TextInput(
                attrs={"autocomplete": "postal-code", "inputmode": "numeric", "class": "w-s"}
            ),
        )
        topics = forms.MultipleChoiceField(
            label=say("あてはまるもの", "What is it about?"),
            required=False,
            choices=[
                ("d", say("配送", "Delivery")),
                ("q", say("品質", "Quality")),
                ("s", say("対応", "Service")),
            ],
            widget=ManyChoices(attrs={"class": "choices--row"}),
        )
        proxy = forms.BooleanField(
            label=say("ほかの方の代わりに申し出ています", "I am writing for somebody else"), required=False
        )

    return Complain(data)
