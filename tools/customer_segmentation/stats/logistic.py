"""Logistic regression with a ridge penalty, by Newton's method.

D. R. Cox, "The regression analysis of binary sequences", JRSS B 20 (1958) 215-242; S. le Cessie, J. C. van
Houwelingen, "Ridge estimators in logistic regression", Applied Statistics 41 (1992) 191-201.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_STEPS: Final = 100
_CLOSE: Final = 1e-10


def fit_logistic(features: "Floats", outcomes: "Floats", *, penalty: float = 1.0) -> "Floats":
    """Return the intercept and the coefficients, shape (features + 1,).

    They minimise the summed log loss plus half of ``penalty`` times the squared coefficients, the intercept free.

    Args:
        features: Shape (n, features), of comparable scale.
        outcomes: Shape (n,), each 0 or 1, not all alike.
        penalty: Above zero, so that there is one minimum whatever the data.
    """
    import numpy as np

    design = np.column_stack([np.ones(len(features)), features])
    ridge = np.full(design.shape[1], penalty)
    ridge[0] = 0.0

    def loss(weights: "Floats") -> float:
        margins = design @ weights
        return float(np.logaddexp(0, margins).sum() - outcomes @ margins + ridge @ weights**2 / 2)

    weights = np.zeros(design.shape[1])
    weights[0] = np.log(outcomes.mean() / (1 - outcomes.mean()))
    now = loss(weights)
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-(design @ weights)))
        gradient = design.T @ (expected - outcomes) + ridge * weights
        curvature = (design * (expected * (1 - expected))[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while (then := loss(weights - size * step)) > now and size > _CLOSE:
            size /= 2
        if now - then <= _CLOSE * (1 + abs(now)):
            break
        weights, now = weights - size * step, then
    return weights
