"""Two plain ways of learning whom to contact, as yardsticks: T-learners with boosted trees and with a quadratic ridge.

A T-learner fits one model of the outcome to the contacted and one to the others and contacts where the first says more
(Kuenzel et al. 2019, PNAS 116, 4156).
"""

import numpy as np


def boosted_t_learner(pilot):
    """Return the policy of two boosted-tree regressions as they come."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    return _t_learner(pilot, lambda: HistGradientBoostingRegressor(random_state=0), _plain)


def ridge_t_learner(pilot):
    """Return the policy of two ridge regressions on all squares and products, their strength chosen by leaving one out."""
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    def model():
        steps = StandardScaler(), PolynomialFeatures(2, include_bias=False), StandardScaler()
        return make_pipeline(*steps, RidgeCV(np.logspace(0, 5, 11)))

    return _t_learner(pilot, model, _unskewed)


RIVALS = {"boosted_t_learner": boosted_t_learner, "ridge_t_learner": ridge_t_learner}


def _t_learner(pilot, model, shaped):
    from threadpoolctl import threadpool_limits

    seen = shaped(pilot.features)
    with threadpool_limits(1):
        treated = model().fit(seen[pilot.contacted], pilot.contribution[pilot.contacted])
        alone = model().fit(seen[~pilot.contacted], pilot.contribution[~pilot.contacted])

    def contact(features):
        fresh = shaped(features)
        with threadpool_limits(1):
            return treated.predict(fresh) > alone.predict(fresh)

    return contact


def _plain(features):
    return features


def _unskewed(features):
    """Take logarithms of recency, orders and money, and channels apart."""
    skewed = np.log1p(features[:, :3])
    channels = features[:, 3:4] == np.arange(1, 4)
    return np.column_stack([skewed, channels, features[:, 4:]])
