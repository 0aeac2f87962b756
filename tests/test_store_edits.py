from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Article, Entity, Quote, Span
from annotator.edit import Edit, Refused, Standing, Subject, apply, invert, parse, subject_to_json
from annotator.mark import NEW, Mark, State, accept, add, correct, reject, suggest
from annotator.store import Store, articles, edits, layers, open_store, removal
from annotator.store.edits import Refusal
from annotator.store.rows import FEW
from tests.test_mark import layers as drawn_layers

TEXT = "“Rain fell,” the ministry said in Kabul on Monday."
ARTICLE = Article(TEXT)
KABUL = suggest(Entity(Span(34, 39), "GPE", "Kabul"), 0.5)
MONDAY = suggest(Entity(Span(43, 49), "DATE"))
QUOTE = suggest(Quote((Span(0, 12),), "direct", (Span(26, 30),), (Span(13, 25),)), 0.25)
MINISTRY = add(Entity(Span(13, 25), "ORG"))
MARKS = (QUOTE, KABUL, MONDAY)
BUSY, DONE = State("in progress"), State("done")


@pytest.fixture(autouse=True)
def article(store: Store) -> Iterator[Article]:
    articles.add(store, [ARTICLE], annotator="Ann")
    layers.suggest(store, ARTICLE.id, "test 1", MARKS)
    yield ARTICLE


def sent(
    seq: int, old: Subject | None, new: Subject | None, group: str = "", /, **changed: Any
) -> dict[str, Any]:
    """An edit as a browser sends it, in a group of its own unless one is named."""
    return {
        "client": "tab",
        "seq": seq,
        "group": group or f"g{seq}",
        "undoes": None,
        "article": ARTICLE.id,
        "annotator": "Ann",
        "old": subject_to_json(TEXT, old),
        "new": subject_to_json(TEXT, new),
        **changed,
    }


def of(store: Store, annotator: str = "Ann") -> layers.Layer:
    layer = layers.load(store, ARTICLE.id, annotator)
    assert layer is not None
    assert layer.problems == ()
    return layer


def opened(store: Store, annotator: str = "Ann", **limits: int) -> edits.Opened:
    found = edits.open_layer(store, ARTICLE.id, annotator, **limits)
    assert found is not None
    return found


def groups(stack: list[list[edits.Logged]]) -> list[str]:
    return [group[0].group for group in stack]


def test_the_first_edit_makes_the_suggestions_ones_own_layer(store: Store) -> None:
    taken = edits.take(store, [sent(1, KABUL, accept(KABUL))])
    assert taken == edits.Taken(frozenset({ARTICLE.id}), {"tab": 1}, ())
    assert set(of(store).marks) == {QUOTE, accept(KABUL), MONDAY}
    assert of(store).state == BUSY


def test_other_annotators_keep_seeing_the_suggestions(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, None)])
    assert of(store, "Ben") == layers.Layer(ARTICLE, "Ben", NEW, (QUOTE, KABUL, MONDAY))
    assert set(of(store, "test 1").marks) == set(MARKS)


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        (None, MINISTRY, {*MARKS, MINISTRY}),
        (KABUL, reject(KABUL), {QUOTE, MONDAY, reject(KABUL)}),
        (KABUL, None, {QUOTE, MONDAY}),
        (QUOTE, accept(QUOTE), {accept(QUOTE), KABUL, MONDAY}),
        (QUOTE, None, {KABUL, MONDAY}),
        (
            QUOTE,
            correct(QUOTE, Quote((Span(0, 5), Span(6, 12)), "mixed")),
            {correct(QUOTE, Quote((Span(0, 5), Span(6, 12)), "mixed")), KABUL, MONDAY},
        ),
        (
            MONDAY,
            correct(MONDAY, Entity(Span(40, 49), "DATE")),
            {QUOTE, KABUL, correct(MONDAY, Entity(Span(40, 49), "DATE"))},
        ),
    ],
)
def test_an_edit_changes_the_layer_as_it_says(
    store: Store, old: Mark | None, new: Mark | None, marks: set[Mark]
) -> None:
    assert not edits.take(store, [sent(1, old, new)]).refused
    assert set(of(store).marks) == marks


def test_an_edit_taken_again_changes_nothing(store: Store) -> None:
    edit = sent(1, None, MINISTRY)
    first = edits.take(store, [edit])
    edits.take(store, [sent(2, MINISTRY, None)])
    again = edits.take(store, [edit, edit])
    assert (first.changed, again.changed) == ({ARTICLE.id}, frozenset())
    assert again.acks == {"tab": 2}
    assert again.refused == ()
    assert set(of(store).marks) == set(MARKS)
    assert len(edits.log(store, ARTICLE.id)) == 2


def test_an_edit_that_stands_twice_in_an_outbox_is_taken_once(store: Store) -> None:
    edit = sent(1, None, MINISTRY)
    assert edits.take(store, [edit, edit]).refused == ()
    assert len(edits.log(store, ARTICLE.id)) == 1


def test_a_stale_edit_is_refused_and_kept_in_the_log(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, accept(KABUL))])
    late = sent(1, KABUL, reject(KABUL), client="other tab")
    why = "it had been changed meanwhile"
    refusal = Refusal("other tab", 1, ARTICLE.id, why)
    assert edits.take(store, [late]) == edits.Taken(frozenset(), {"other tab": 1}, (refusal,))
    assert set(of(store).marks) == {QUOTE, accept(KABUL), MONDAY}
    logged = edits.log(store, ARTICLE.id, "Ann")[-1]
    assert (logged.client, logged.refused) == ("other tab", why)
    assert (logged.old, logged.new) == (late["old"], late["new"])


def test_a_refused_edit_sent_again_is_refused_for_the_same_reason(store: Store) -> None:
    late = sent(1, MINISTRY, None)
    first, again = edits.take(store, [late]), edits.take(store, [late])
    assert first == again
    assert len(first.refused) == 1
    assert len(edits.log(store, ARTICLE.id)) == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"new": {"start": 34, "end": 39, "surface": "Herat", "label": "GPE"}}, "reads 'Kabul'"),
        ({"new": {"start": 90, "end": 95, "surface": "", "label": "GPE"}}, "does not lie"),
        ({"new": None}, "changes nothing"),
        ({"new": "Kabul"}, "expected an object"),
        ({"new": {"status": "over", "flag": None}}, "status 'over'"),
        ({"article": "0" * 16}, "the article has been deleted"),
        ({"annotator": "test 1"}, "test 1 is a pipeline"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_with_the_reason(
    store: Store, changed: dict[str, Any], why: str
) -> None:
    taken = edits.take(store, [sent(1, None, MINISTRY, **changed)])
    assert why in taken.refused[0].why
    assert (taken.changed, taken.acks) == (frozenset(), {"tab": 1})
    assert list(layers.all_of(store)) == []
    assert set(of(store, "test 1").marks) == set(MARKS)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"seq": 0}, "seq"),
        ({"seq": 2**63}, "seq"),
        ({"client": 7}, "client"),
        ({"group": "\ud800"}, "group"),
        ({"undoes": ["g"]}, "undoes"),
        ({"annotator": " "}, "annotator"),
        ({"annotator": "A\ud800"}, "annotator"),
    ],
)
def test_an_edit_without_identity_is_refused_and_the_others_are_taken(
    store: Store, changed: dict[str, Any], why: str
) -> None:
    taken = edits.take(
        store,
        [sent(1, KABUL, accept(KABUL)), sent(2, None, MINISTRY, **changed), sent(3, BUSY, DONE)],
    )
    (refusal,) = taken.refused
    assert why in refusal.why
    assert taken.acks == {"tab": 3}
    assert of(store).state == DONE


def test_a_group_is_applied_whole(store: Store) -> None:
    group = [sent(n, m, accept(m), "all") for n, m in enumerate(MARKS, 1)]
    assert edits.take(store, group).acks == {"tab": 3}
    assert set(of(store).marks) == {accept(mark) for mark in MARKS}


def test_a_group_with_one_edit_that_does_not_fit_is_refused_whole(store: Store) -> None:
    group = [sent(n, m, accept(m), "all") for n, m in enumerate(MARKS, 1)]
    taken = edits.take(store, [*group, sent(4, MINISTRY, None, "all"), sent(5, None, MINISTRY)])
    assert [refusal.seq for refusal in taken.refused] == [1, 2, 3, 4]
    assert taken.acks == {"tab": 5}
    assert set(of(store).marks) == {*MARKS, MINISTRY}
    assert [bool(e.refused) for e in edits.log(store, ARTICLE.id)] == [True] * 4 + [False]


def test_a_group_over_two_articles_is_refused_in_both(store: Store) -> None:
    other = Article("Snow fell.")
    articles.add(store, [other], annotator="Ann")
    taken = edits.take(
        store,
        [
            sent(1, KABUL, accept(KABUL), "both"),
            sent(2, NEW, DONE, "both", article=other.id),
            sent(3, MINISTRY, None, "both"),
        ],
    )
    assert len(taken.refused) == 3
    assert list(layers.all_of(store)) == []


def test_edits_are_applied_and_logged_in_the_order_in_which_they_were_sent(store: Store) -> None:
    steps: list[Mark | None] = [KABUL, accept(KABUL), reject(KABUL), None]
    sent_steps = [sent(n + 1, steps[n], steps[n + 1]) for n in range(3)]
    assert not edits.take(store, sent_steps).refused
    assert [e.seq for e in edits.log(store, ARTICLE.id)] == [1, 2, 3]
    assert set(of(store).marks) == {QUOTE, MONDAY}


@pytest.mark.parametrize("count", [FEW, FEW + 1, 3 * FEW])
def test_many_edits_at_once_are_applied_as_few_are(store: Store, count: int) -> None:
    long = Article("word " * count)
    articles.add(store, [long], annotator="Ann")
    spans = [Span(5 * n, 5 * n + 4) for n in range(count)]
    suggested = [suggest(Entity(span, "ORG")) for span in spans]
    layers.suggest(store, long.id, "test 1", suggested)

    def all_at_once(name: str, pairs: list[tuple[Mark, Mark | None]], first: int) -> None:
        group = [Edit("tab", first + n, name, long.id, "Ann", *p) for n, p in enumerate(pairs)]
        assert not edits.take(store, [as_sent(long.text, edit) for edit in group]).refused

    def marks() -> list[Mark]:
        layer = layers.load(store, long.id, "Ann")
        assert layer is not None
        return list(layer.marks)

    all_at_once("accept", [(mark, accept(mark)) for mark in suggested], 1)
    assert marks() == [accept(mark) for mark in suggested]
    all_at_once("remove", [(accept(mark), None) for mark in suggested], count + 1)
    assert marks() == []


def test_two_tabs_of_one_annotator_work_on_one_layer(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, accept(KABUL))])
    taken = edits.take(store, [sent(1, MONDAY, reject(MONDAY), client="other tab")])
    assert taken.acks == {"other tab": 1}
    assert set(of(store).marks) == {QUOTE, accept(KABUL), reject(MONDAY)}
    assert edits.acks(store, ["tab", "other tab", "a third"]) == {"tab": 1, "other tab": 1}
    assert opened(store).acks == {"tab": 1, "other tab": 1}


def test_one_tab_can_take_back_what_the_other_did(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, accept(KABUL))])
    back = sent(1, accept(KABUL), KABUL, "back", client="other tab", undoes="g1")
    assert not edits.take(store, [back]).refused
    assert set(of(store).marks) == set(MARKS)
    assert (opened(store).undo, groups(opened(store).redo)) == ([], ["back"])


def test_an_outbox_may_hold_the_edits_of_two_annotators(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, None), sent(2, MONDAY, None, annotator="Ben")])
    assert set(of(store).marks) == {QUOTE, MONDAY}
    assert set(of(store, "Ben").marks) == {QUOTE, KABUL}


def test_states_are_edited_as_marks_are(store: Store) -> None:
    flagged = State("new", "Look again")
    edits.take(store, [sent(1, NEW, flagged)])
    assert of(store).state == flagged
    assert set(of(store).marks) == set(MARKS)
    edits.take(store, [sent(2, None, MINISTRY)])
    assert of(store).state == State("in progress", "Look again")
    edits.take(store, [sent(3, State("in progress", "Look again"), DONE)])
    assert of(store).state == DONE
    stale = edits.take(store, [sent(4, BUSY, State("skipped"))])
    assert stale.refused[0].why == "the article was done by then"
    assert of(store).state == DONE


def test_what_can_be_undone_is_known_after_a_reload(store: Store) -> None:
    edits.take(
        store,
        [
            sent(1, KABUL, accept(KABUL), "a"),
            sent(2, MONDAY, accept(MONDAY), "a"),
            sent(3, None, MINISTRY, "b"),
            sent(4, MINISTRY, None, "c", undoes="b"),
            sent(5, MINISTRY, KABUL, "refused"),
        ],
    )
    found = opened(store)
    assert (groups(found.undo), groups(found.redo)) == (["a"], ["c"])
    assert [e.seq for e in found.undo[0]] == [1, 2]
    assert found.undo[0][0].new == subject_to_json(TEXT, accept(KABUL))
    assert found.redo[0][0].old == subject_to_json(TEXT, MINISTRY)
    assert found.acks == {"tab": 5}
    assert found.layer == of(store)


def test_who_has_done_nothing_has_nothing_to_undo(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, None)])
    assert opened(store, "Ben") == edits.Opened(of(store, "Ben"), [], [], {})
    assert edits.open_layer(store, "0" * 16, "Ann") is None


def test_a_long_history_is_cut_between_groups_and_never_to_nothing(store: Store) -> None:
    edits.take(store, [sent(n, m, accept(m), "all") for n, m in enumerate(MARKS, 1)])
    edits.take(store, [sent(4, None, MINISTRY), sent(5, BUSY, DONE)])
    assert groups(opened(store, most=1).undo) == ["g5"]
    assert groups(opened(store, most=4).undo) == ["g4", "g5"]
    assert groups(opened(store, most=5).undo) == ["all", "g4", "g5"]
    edits.take(store, [sent(6, MINISTRY, None, "back", undoes="g4")])
    assert groups(opened(store, most=1).redo) == ["back"]


def test_corrections_of_an_articles_fields_are_not_undone_as_labels(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, accept(KABUL))])
    articles.describe(
        store, ARTICLE.id, title="Rain", language="en", first=articles.NOWHERE, annotator="Ann"
    )
    assert groups(opened(store).undo) == ["g1"]
    assert len(edits.log(store, ARTICLE.id)) == 2


def test_of_an_articles_first_life_nothing_can_be_undone(store: Store) -> None:
    edits.take(store, [sent(1, KABUL, accept(KABUL))])
    removal.remove(store, [ARTICLE.id], annotator="Ann")
    articles.add(store, [ARTICLE], annotator="Ann")
    assert opened(store) == edits.Opened(of(store), [], [], {})
    edits.take(store, [sent(2, None, MINISTRY)])
    assert groups(opened(store).undo) == ["g2"]
    assert len(edits.log(store, ARTICLE.id)) == 3


def test_an_edit_of_a_deleted_article_is_refused_and_kept(store: Store) -> None:
    removal.remove(store, [ARTICLE.id], annotator="Ann")
    taken = edits.take(store, [sent(1, KABUL, None)])
    assert taken.refused[0].why == "the article has been deleted"
    assert edits.log(store, ARTICLE.id, "Ann")[-1].refused == taken.refused[0].why


def test_an_empty_outbox_changes_nothing(store: Store) -> None:
    assert edits.take(store, []) == edits.Taken(frozenset(), {}, ())


Step = list[tuple[int, str]] | str


@settings(max_examples=40, deadline=None)
@given(
    drawn_layers(),
    st.lists(
        st.one_of(
            st.lists(
                st.tuples(st.integers(0, 5), st.sampled_from(["add", "accept", "reject", "drop"])),
                min_size=1,
                max_size=3,
            ),
            st.sampled_from(["done", "undo", "redo"]),
        ),
        max_size=12,
    ),
)
def test_the_store_does_what_the_pure_edits_do_and_undoing_all_restores_the_start(
    drawn: tuple[str, list[Mark]], steps: list[Step]
) -> None:
    text, pool = drawn
    article = Article(text + "end")
    suggested = [mark for mark in pool if mark.decision is None]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "a.db"))
        articles.add(store, [article], annotator="Ann")
        layers.suggest(store, article.id, "test 1", suggested)
        model = Standing({mark.key: mark for mark in suggested}, NEW)
        start = dict(model.marks)
        seq = 0

        def take(group: list[Edit], name: str) -> None:
            """Both ways; the group is applied whole by both or by neither."""
            nonlocal seq, model
            seq += len(group)
            found = edits.take(store, [as_sent(article.text, edit) for edit in group])
            trial = Standing(dict(model.marks), model.state)
            try:
                for edit in group:
                    apply(trial, edit)
            except Refused as error:
                assert {r.why for r in found.refused} == {str(error)}, name
            else:
                assert found.refused == ()
                model = trial
            layer = layers.load(store, article.id, "Ann")
            assert layer is not None
            assert layer.problems == ()
            assert {mark.key: mark for mark in layer.marks} == model.marks
            assert layer.state == model.state

        def stack(which: str) -> list[list[edits.Logged]]:
            found = edits.open_layer(store, article.id, "Ann")
            assert found is not None
            return found.undo if which == "undo" else found.redo

        def back(which: str, name: str) -> None:
            group = [parse(article.text, vars_of(edit)) for edit in stack(which)[-1]]
            take(invert(group, client="tab", seq=seq + 1, name=name), name)

        def made(old: Subject | None, new: Subject | None, at: int, name: str) -> Edit:
            return Edit("tab", seq + 1 + at, name, article.id, "Ann", old, new)

        for number, step in enumerate(steps):
            name = f"step {number}"
            if step == "done":
                take([made(model.state, DONE, 0, name)], name)
            elif isinstance(step, str):
                if stack(step):
                    back(step, name)
            else:
                group = []
                for at, (place, what) in enumerate(step):
                    mark = pool[place % len(pool)] if pool else add(Entity(Span(0, 1), "X"))
                    old = model.marks.get(mark.key)
                    new = {
                        "add": mark if old is None else old,
                        "accept": accept(old or mark),
                        "reject": reject(old or mark),
                        "drop": None,
                    }[what]
                    group.append(made(old, new, at, name))
                if not pool:
                    continue
                take(group, name)

        number = 0
        while stack("undo"):
            number += 1
            back("undo", f"back {number}")
        assert model.marks == start
        assert model.state.status in ("new", "in progress")
        store.close()


def as_sent(text: str, edit: Edit) -> dict[str, Any]:
    return {
        "client": edit.client,
        "seq": edit.seq,
        "group": edit.group,
        "undoes": edit.undoes,
        "article": edit.article,
        "annotator": edit.annotator,
        "old": subject_to_json(text, edit.old),
        "new": subject_to_json(text, edit.new),
    }


def vars_of(edit: edits.Logged) -> dict[str, Any]:
    return {name: getattr(edit, name) for name in edits.Logged.__dataclass_fields__}
