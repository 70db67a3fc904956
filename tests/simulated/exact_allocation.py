"""The best that a budget buys when gains and costs are known: a multiple-choice knapsack, exact up to one item.

The continuous problem is solved by its price of money: at a price each item takes the action of greatest gain less
price times cost; the price at which the budget is just spent is optimal (Everett 1963, Operations Research 11, 399;
Sinha and Zoltners 1979, Operations Research 27, 503). The items that are indifferent at that price are shared out.
"""

import numpy as np

HALVINGS = 80


def best_within(gain, cost, weight, budget):
    """Return the share of each item that takes each action, shape (items, actions); what is left gets nothing.

    ``gain`` and ``cost`` are per unit of an item, shape (items, actions), costs positive; ``weight`` is units per item.
    """
    gain = np.column_stack([np.zeros(len(gain)), gain])
    cost = np.column_stack([np.zeros(len(cost)), cost])
    rows = np.arange(len(gain))

    def choose(price):
        return np.argmax(gain - price * cost, axis=1)

    def spend(choice):
        return float(weight @ cost[rows, choice])

    dear = choose(0.0)
    if spend(dear) <= budget:
        return _one_hot(dear, gain.shape[1])
    low, high = 0.0, float(np.max(gain[:, 1:] / cost[:, 1:])) + 1e-9
    cheap = choose(high)
    for _ in range(HALVINGS):
        price = (low + high) / 2
        choice = choose(price)
        if spend(choice) > budget:
            low, dear = price, choice
        else:
            high, cheap = price, choice
        if np.count_nonzero(dear != cheap) <= 1:
            break
    mix = (budget - spend(cheap)) / (spend(dear) - spend(cheap))
    return (1 - mix) * _one_hot(cheap, gain.shape[1]) + mix * _one_hot(dear, gain.shape[1])


def _one_hot(choice, options):
    return np.eye(options)[choice][:, 1:]
