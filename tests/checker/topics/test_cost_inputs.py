"""What a topic's cost is measured on grows as the samples do: a table of n rows and n columns would never be judged."""

import numpy as np
import pytest

from workings.checker.topics import TOPICS, get_topic

SIZES = (200, 3200)


@pytest.mark.parametrize("name", TOPICS)
def test_inputs_of_n_samples_hold_a_few_times_n_numbers(name):
    topic = get_topic(name)
    for intent in topic.intents:
        cases = [topic.cost_case(intent, n, 1) for n in SIZES]
        if None in cases:
            continue
        few, many = (sum(np.size(part) for part in case.args if not isinstance(part, str)) for case in cases)
        assert few < many <= 20 * few + 2000
