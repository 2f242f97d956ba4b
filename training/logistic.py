"""Logistic regression, by L-BFGS."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Column = NDArray[np.float64]


def logistic(
    table: Any, right: Column, before: Column | float = 0.0, penalty: float = 0.0
) -> Column:
    """Return the weight of each column of a table (rows by columns, dense or sparse).

    `right` says of each row whether it is right (1 or 0), `before` the log-odds that it has without
    the table; `penalty` is that of L2.
    """

    def loss(weights: Column) -> tuple[float, Column]:
        total = before + table @ weights
        value = np.logaddexp(0, total).sum() - right @ total + penalty / 2 * weights @ weights
        error = 1 / (1 + np.exp(-total)) - right
        return value, table.T @ error + penalty * weights

    weights: Column = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    return weights
