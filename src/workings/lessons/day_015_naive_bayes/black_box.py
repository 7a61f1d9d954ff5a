"""The second half of the day: what can be known of a learner by what goes in and what comes out."""

from __future__ import annotations

import numpy as np
import sklearn.naive_bayes as theirs
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline

from workings.lessons.day_015_naive_bayes import picture
from workings.lessons.day_015_naive_bayes.data import WORLD, messages, posterior
from workings.lessons.page import Page
from workings.naive_bayes import MultinomialNB


def run(page: Page) -> None:
    """Go through the ways in which a good score can be wrong, and through tuning."""
    leak(page)
    biased(page)
    months(page)
    tuning(page)


def leak(page: Page) -> None:
    """Cross-validate where there is nothing to be learnt: once with a leak, once without."""
    page.heading("A score that is too good: 80 texts of random words, 5,000 words, classes drawn by lot")
    rng = np.random.default_rng(15)
    X, y = rng.poisson(1.0, (80, 5000)).astype(float), rng.permutation(np.arange(80) % 2)
    choose = SelectKBest(chi2, k=20)
    leaking = cross_val_score(MultinomialNB(), choose.fit_transform(X, y), y, cv=5).mean()
    sound = cross_val_score(make_pipeline(choose, MultinomialNB()), X, y, cv=5).mean()
    page.table(
        ["the 20 words that tell the classes apart best are chosen", "cross-validation says"],
        [
            ["from all texts, then the folds are made", f"{100 * leaking:.1f} %"],
            ["inside each fold, from its training texts alone", f"{100 * sound:.1f} %"],
        ],
    )
    page.say("There is nothing to learn here. What sees the test fold, however early, belongs inside the pipeline.")


def biased(page: Page) -> None:
    """Learn from a sample in which junk is more frequent than in the world."""
    page.heading(f"Sample bias: {100 * WORLD:.0f} % of the world's messages are junk; how many of those learnt?")
    X, y = messages(3000, seed=17)
    rows = []
    for share in (WORLD, 0.8):
        learnt = messages(600, share)
        for what, prior in (("as it is", None), ("told the world's prior", [1.0 - WORLD, WORLD])):
            if prior is None or share != WORLD:
                model = MultinomialNB(class_prior=prior).fit(*learnt)
                p = model.predict_proba(X)[:, 1]
                score = f"{100 * cross_val_score(model, *learnt, cv=5).mean():.1f} %"
                true = f"{100 * np.mean((p > 0.5) == y):.1f} %"
                rows.append([f"{100 * share:.0f} %, {what}", score, true, f"{100 * p.mean():.0f} %"])
    page.table(["junk among 600 learnt", "cross-validation says", "right in the world", "thinks that junk are"], rows)
    page.say("Cross-validation cannot see it: its test folds have the bias of the sample that they are cut from.")


def months(page: Page) -> None:
    """Let the writers of junk change their words month by month."""
    page.heading("Non-stationarity: the words of junk change within a year")
    drifts = np.linspace(0.0, 1.0, 12)
    first = messages(600, seed=100)
    kept, following = MultinomialNB().fit(*first), MultinomialNB().fit(*first)
    promised = cross_val_score(MultinomialNB(), *first, cv=5).mean()
    rows = []
    for month, drift in enumerate(drifts, start=1):
        X, y = messages(600, drift=float(drift), seed=100 + month)
        if month in (1, 3, 6, 9, 12):
            possible = np.mean((posterior(X, drift=float(drift)) > 0.5) == y)
            shares = kept.score(X, y), following.score(X, y), possible
            rows.append([str(month), *(f"{100 * share:.1f} %" for share in shares)])
        following.partial_fit(X, y)  # tested first, learnt afterwards
    page.table(["month", "learnt once, before", "goes on learning", "possible"], rows)
    page.say(
        f"Cross-validation before the first month promised {100 * promised:.1f} %. Shuffled folds assume that tomorrow "
        "is like today; where it is not, test on what came later than the training."
    )


def tuning(page: Page) -> None:
    """Choose alpha by cross-validation, and look at what was chosen with messages that had no part in it."""
    page.heading("Over-fitting and tuning: 100 messages, 176 words")
    learnt, (X, y) = messages(100), messages(3000, seed=17)
    grid = {"alpha": list(np.logspace(-3, 2, 11).round(4))}
    with page.working("searching"):
        search, peer = (
            GridSearchCV(model, grid, scoring="neg_log_loss", cv=5, n_jobs=1, return_train_score=True).fit(*learnt)
            for model in (MultinomialNB(), theirs.MultinomialNB())
        )
    rows = []
    for i in (0, 4, 6, 8, 10):
        alpha = grid["alpha"][i]
        seen, folds = (-search.cv_results_[f"mean_{which}_score"][i] for which in ("train", "test"))
        new = log_loss(y, MultinomialNB(alpha=alpha).fit(*learnt).predict_proba(X)[:, 1])
        rows.append([f"{alpha:.3g}", f"{seen:.3f}", f"{folds:.3f}", f"{new:.3f}"])
    page.table(["alpha", "surprise at those learnt", "at the fold left out", "at 3,000 new ones"], rows)
    page.say(
        f"Those learnt would choose alpha = {grid['alpha'][0]:g}, the worst of these for new ones. The folds choose "
        f"{search.best_params_['alpha']:.3g} (scikit-learn's model: {peer.best_params_['alpha']:.3g}), "
        f"with {-search.best_score_:.3f}; new messages cost it "
        f"{log_loss(y, search.predict_proba(X)[:, 1]):.3f}, and who knows the law {log_loss(y, posterior(X)):.3f}."
    )
    page.picture(picture.scene(), "day_015_smoothing")
    page.picture(picture.scene(share=0.8, drift=0.5), "day_015_other_world")
