"""Finding the parameters that make the histories likeliest, and how far the data leave them open.

The uncertainty is that of a model which need not be true (H. White, "Maximum likelihood estimation of
misspecified models", Econometrica 50 (1982) 1-25). Directions in which the likelihood is flat, as where all
customers are alike, are left out: along them the predictions do not change either.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.explain.value.bg_nbd import Model, Parameters, log_likelihood
from customer_segmentation.explain.value.histories import Groups

if TYPE_CHECKING:
    from customer_segmentation.explain.value.histories import Floats

EVIDENCE: Final = 3.0
"""By so much the log likelihood must rise before two more parameters count as seen: the 95% point of chi-square
with two degrees of freedom, halved."""
LARGE: Final = 1_000.0
"""A gamma law with r, or a beta law with a, beyond this is hardly wider than a point."""
_EDGE: Final = 12.0
_STEP: Final = 1e-4
_FLAT: Final = 1e-8
_STARTS: Final = ((0.0, 0.0, 0.0), (-1.0, 0.0, 1.5))


@dataclass(frozen=True)
class Fit:
    """A model fitted.

    Attributes:
        covariance: Of the logarithms of the free parameters.
    """

    parameters: Parameters
    log_likelihood: float
    covariance: "Floats"

    @property
    def alike(self) -> bool:
        """Tell whether customers differ too little, in their rhythm or in leaving, for a spread to be seen."""
        return max(self.parameters.r, self.parameters.a) > LARGE


@dataclass(frozen=True)
class Choice:
    """The model used, and how the others did.

    Attributes:
        log_likelihoods: Of every model that was fitted.
        nobody_leaves: Leaving explains the histories no better than if nobody ever left.
    """

    fit: Fit
    log_likelihoods: dict[Model, float]
    nobody_leaves: bool


def chosen(groups: Groups, asked: Model | None) -> Choice:
    """Fit the models and return the one to use.

    BG/NBD and MBG/NBD have equally many parameters, so the likelier is used unless one is asked for; where the
    data do not tell them apart, MBG/NBD, which has something to say of those who bought once. One whose laws
    have shrunk to points is used only if both have. Where neither is likelier than a model in which nobody
    leaves, that model is used.
    """
    models = (asked,) if asked else (Model.BG_NBD, Model.MBG_NBD)
    fits = [fitted(groups, model) for model in (*models, Model.NBD)]
    *leaving, staying = fits
    best = min(leaving, key=_preference)
    nobody = best.log_likelihood - staying.log_likelihood < EVIDENCE
    return Choice(
        fit=staying if nobody else best,
        log_likelihoods={fit.parameters.model: fit.log_likelihood for fit in fits},
        nobody_leaves=nobody,
    )


def _preference(fit: Fit) -> tuple[bool, float]:
    ahead = EVIDENCE if fit.parameters.model is Model.MBG_NBD else 0.0
    return fit.alike, -fit.log_likelihood - ahead


def fitted(groups: Groups, model: Model) -> Fit:
    """Return the likeliest parameters of a model."""
    import numpy as np
    from scipy.optimize import minimize

    total = float(groups.customers.sum())
    scale = np.log(max(float(_summed(groups.known, groups)) / total, 1.0))
    size = 2 if model is Model.NBD else 4

    def loss(logs: "Floats") -> "tuple[float, Floats]":
        values, slopes = log_likelihood(Parameters(model, *np.exp(logs)), groups)
        return -float(_summed(values, groups)) / total, -_summed(slopes, groups) / total

    found = [
        minimize(
            loss,
            np.array([r, scale, a, b])[:size],
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_EDGE, _EDGE)] * size,
            options={"maxiter": 1_000, "ftol": 1e-15, "gtol": 1e-10},
        )
        for r, a, b in _STARTS
    ]
    best = min(found, key=lambda result: float(result.fun))
    parameters = Parameters(model, *(float(value) for value in np.exp(best.x)))
    return Fit(parameters, -float(best.fun) * total, _covariance(parameters, groups))


def _summed(values: "Floats", groups: Groups) -> "Floats":
    """Add up over customers; not as a matrix product, whose last bits depend on the number of threads."""
    added: Floats = (values * groups.customers).sum(axis=-1)
    return added


def _covariance(parameters: Parameters, groups: Groups) -> "Floats":
    import numpy as np

    logs = np.log(parameters.free)

    def slopes(at: "Floats") -> "Floats":
        return log_likelihood(Parameters(parameters.model, *np.exp(at)), groups)[1]

    steps = np.eye(len(logs)) * _STEP
    bend = np.stack([_summed(slopes(logs - s) - slopes(logs + s), groups) for s in steps]) / (2 * _STEP)
    return sandwich(bend, slopes(logs), groups.customers)


def sandwich(bend: "Floats", slopes: "Floats", weights: "Floats") -> "Floats":
    """Return the covariance of estimates from the negative second derivatives and each unit's slopes."""
    import numpy as np

    values, vectors = np.linalg.eigh((bend + bend.T) / 2)
    kept = values > _FLAT * max(values.max(), 0.0) + _FLAT * weights.sum()
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    middle = np.stack([(slopes * weights * slope).sum(axis=1) for slope in slopes])
    product: Floats = inverse @ middle @ inverse
    return product
