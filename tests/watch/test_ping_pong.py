"""An editor with an old text; times are arguments."""

from vaultkit.watch import PingPong


def test_a_block_may_be_taken_out_twice():
    game = PingPong()
    assert [game.inserted("a.md", now) for now in (0, 100)] == [0, 0]


def test_the_third_time_within_ten_minutes_the_note_is_left_alone_for_ten_minutes():
    game = PingPong()
    assert [game.inserted("a.md", now) for now in (0, 100, 599)] == [0, 0, 600]


def test_each_further_time_it_is_left_alone_twice_as_long_up_to_an_hour():
    game, now, rests = PingPong(), 0.0, []
    for _ in range(7):
        rests.append(game.inserted("a.md", now))
        now += rests[-1] + 10
    assert rests == [0, 0, 600, 1200, 2400, 3600, 3600]


def test_a_block_that_is_taken_out_now_and_then_is_always_put_back():
    game = PingPong()
    assert {game.inserted("a.md", now) for now in range(0, 100_000, 301)} == {0}


def test_a_note_that_kept_its_block_starts_afresh():
    game = PingPong()
    for now in (0, 1, 2):
        game.inserted("a.md", now)
    assert game.inserted("a.md", 602 + 601) == 0


def test_notes_are_counted_each_for_itself():
    game = PingPong()
    assert [game.inserted(f"{number}.md", number) for number in range(100)] == [0] * 100


def test_notes_are_forgotten_after_a_while():
    game = PingPong()
    for number in range(5000):
        game.inserted(f"{number}.md", number * 10)
    assert len(game) <= 61
