"""How many threads a product has is put back, whoever of several goes out last."""

import threading

from threadpoolctl import threadpool_info

from index.model import products_side_by_side


def threads():
    return {own["num_threads"] for own in threadpool_info() if "numpy" in own["filepath"]}


def test_the_last_to_go_out_gives_the_threads_back():
    before = threads()
    inside, outside = threading.Event(), threading.Event()

    def work():
        with products_side_by_side():
            inside.set()
            outside.wait(10)

    other = threading.Thread(target=work)
    with products_side_by_side():
        other.start()
        inside.wait(10)
    assert threads() == {1}
    outside.set()
    other.join()
    assert threads() == before


def test_every_thread_can_set_them():
    found = []

    def work():
        with products_side_by_side():
            found.append(threads())

    for _ in range(2):
        other = threading.Thread(target=work)
        other.start()
        other.join()
    assert found == [{1}, {1}]
