"""A column whose filters let little through says how far it looked, and goes no further until someone asks."""

from array import array

from client import errors
from client.model.change import Inserted, SiftedChanged
from client.model.health import FetchState, Health
from client.model.sifting import Filters
from tests.sync.test_sifted import LIKED, Scene


async def test_it_says_how_many_posts_it_looked_at_when_it_stops_and_goes_on_when_asked():
    scene = Scene(20)
    scene.sift(LIKED)
    await scene.rest()
    assert scene.feed.stuck == 0
    rows = iter(range(-1, -500, -1))
    scene.below.older = [scene.make(*(next(rows) for _ in range(5)), likes=0) for _ in range(30)]
    scene.feed.load_older()
    await scene.rest()
    assert scene.below.asked == 10
    assert scene.feed.stuck == 70
    assert scene.told[-1] == SiftedChanged("c|below")
    scene.feed.load_older()
    assert scene.feed.stuck == 0
    await scene.rest()
    assert (scene.below.asked, scene.feed.stuck) == (20, 120)
    scene.below.do(Inserted(len(scene.below.ids), array("q", scene.make(next(rows), likes=9))))
    await scene.rest()
    assert scene.feed.stuck == 0, "something showed at its foot"


async def test_it_has_not_stopped_where_the_server_failed_or_there_is_nothing_more():
    scene = Scene(20)
    scene.sift(LIKED)
    await scene.rest()
    scene.below.health = Health(FetchState.POLLING, problem=errors.ConnectionLost("reset"))
    scene.feed.load_older()
    await scene.rest()
    assert scene.feed.stuck == 0
    scene.below.health = Health(FetchState.STREAMING)
    scene.below.at_end = True
    scene.feed.load_older()
    await scene.rest()
    assert scene.feed.stuck == 0


async def test_other_filters_begin_to_look_anew():
    scene = Scene(20)
    scene.sift(LIKED)
    await scene.rest()
    scene.below.older = [scene.make(-number, likes=0) for number in range(1, 20)]
    scene.feed.load_older()
    await scene.rest()
    assert scene.feed.stuck
    scene.sift(Filters(min_likes=2))
    await scene.rest()
    assert scene.feed.stuck == 0
