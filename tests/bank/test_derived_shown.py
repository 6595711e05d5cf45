"""What `questions check` shows of plain tips."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.bank import derive_points
from voiceprep.bank.show import derived_lines
from voiceprep.model import KeyPoint, Question, Tip

TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


def shown(*tips):
    return yaml.safe_load("\n".join(derived_lines(Question("q", "Ask?", tips))))


def test_the_derived_points_can_be_pasted_into_the_bank_file():
    text = "Name tools like Kubernetes, SageMaker or MLflow: yes, and dropout"
    (tip,) = shown(Tip(text, derive_points(text), derived=True))
    assert tip == {"tip": text, "keywords": [{"Kubernetes": ["SageMaker", "MLflow"]}, "yes", "dropout"]}


def test_tips_whose_points_the_author_named_are_not_shown():
    assert shown(Tip("A tip.", (KeyPoint("dropout"),))) is None


@given(TEXT, TEXT, TEXT)
def test_any_text_survives_the_pasting(text, keyword, alias):
    (tip,) = shown(Tip(text, (KeyPoint(keyword, (alias,)),), derived=True))
    assert tip == {"tip": text, "keywords": [{keyword: [alias]}]}
