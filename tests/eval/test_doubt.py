from eval.doubt import Asked, format_doubt


def test_shares_and_the_threshold_that_the_real_questions_allow():
    real = [Asked("dev", "Chinese", 0.8 + 0.001 * n, n < 2) for n in range(100)]
    off = [Asked("off-topic", "English", 0.7, True), Asked("off-topic", "English", 0.9, False)]
    assert format_doubt(real, off) == [
        "| queries | language | n | marked |",
        "|---|---|--:|--:|",
        "| dev | Chinese | 100 | 0.020 |",
        "| off-topic | English | 2 | 0.500 |",
        "| all real | both | 100 | 0.020 |",
        "Chinese: the threshold may be 0.8020 at most",
    ]
