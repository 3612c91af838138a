"""Writes the fixtures of the metrics' tests: seeded random predictions and truths, and what other software makes of them.

    pip install numpy pycocotools mean-average-precision scikit-learn scipy scikit-image
    python make_fixtures.py            # writes beside the test resources; the same bytes each time

boxes.csv, pascal.csv: a line is picture,d(etected)|t(ruth),class,score,left,top,right,bottom,difficult.
"""
import pathlib

import numpy as np
from mean_average_precision import MetricBuilder
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy.special import log_softmax
from scipy.stats import pearsonr, spearmanr
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from sklearn.metrics import (accuracy_score, f1_score, jaccard_score, precision_score, recall_score, roc_auc_score,
                             top_k_accuracy_score)

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "resources/org/octet/engines/metrics/internal"


def text(values):
    """As few digits as tell the numbers apart."""
    return " ".join(str(v) for v in np.asarray(values).ravel())


def write_numbers(name, entries):
    lines = ["# made by make_fixtures.py", *(f"{key} = {text(value)}" for key, value in entries.items())]
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def write_boxes(name, pictures):
    lines = [",".join(str(v) for v in (i, kind, *row)) for i, p in enumerate(pictures) for kind in "td" for row in p[kind]]
    (FOLDER / name).write_text("\n".join(lines) + "\n")


# ------------------------------------------------------------------------------------------------------------------ boxes

def pictures(rng, count, classes, difficult):
    """Objects of all sizes; boxes near them, boxes twice, boxes anywhere; scores with equal ones among them."""
    made = []
    for i in range(count):
        truths, detected = [], []
        for _ in range(rng.integers(0, 9)):
            c = int(rng.integers(0, classes))
            w, h = np.exp(rng.uniform(np.log(8), np.log(220), 2))
            x, y = rng.uniform(0, 300, 2)
            truths.append((c, 1, x, y, x + w, y + h, int(rng.random() < difficult)))
            for _ in range(rng.integers(0, 4)):
                seen = c if rng.random() < 0.85 else int(rng.integers(0, classes))
                shift = rng.normal(scale=0.07, size=4) * (w, h, w, h)
                corners = np.array([x, y, x + w, y + h]) + shift
                detected.append((seen, round(float(rng.beta(3, 2)), 2), *corners, 0))
        for _ in range(150 if i == 5 else rng.integers(0, 6)):
            x, y = rng.uniform(0, 300, 2)
            w, h = rng.uniform(5, 120, 2)
            c = 0 if i == 5 else int(rng.integers(0, classes))
            detected.append((c, round(float(rng.beta(2, 4)), 2), x, y, x + w, y + h, 0))
        rounded = lambda rows: [(c, s, *(round(float(v), 2) for v in box), d) for c, s, *box, d in rows]
        made.append({"t": rounded(truths), "d": rounded(detected)})
    return made


def xywh(row):
    left, top, right, bottom = row[2:6]
    return [left, top, right - left, bottom - top]


def coco_figures(made, classes):
    truths, detected = [], []
    for i, p in enumerate(made, start=1):
        for row in p["t"]:
            box = xywh(row)
            truths.append(dict(id=len(truths) + 1, image_id=i, category_id=row[0] + 1, bbox=box, area=box[2] * box[3], iscrowd=row[6]))
        detected += [dict(image_id=i, category_id=row[0] + 1, bbox=xywh(row), score=row[1]) for row in p["d"]]
    coco = COCO()
    coco.dataset = dict(info={}, images=[dict(id=i + 1) for i in range(len(made))], annotations=truths,
                        categories=[dict(id=c + 1) for c in range(classes)])
    coco.createIndex()
    run = COCOeval(coco, coco.loadRes(detected), "bbox")
    run.evaluate()
    run.accumulate()
    run.summarize()
    return run.stats


def pascal_figures(made, classes):
    """The package takes corners as the last pixel inside, so that a width is right - left + 1."""
    run = MetricBuilder.build_evaluation_metric("map_2d", async_mode=False, num_classes=classes)
    for p in made:
        corners = lambda row: [row[2], row[3], row[4] - 1, row[5] - 1, row[0]]
        run.add(np.array([[*corners(r), r[1]] for r in p["d"]]).reshape(-1, 6),
                np.array([[*corners(r), 0, 0] for r in p["t"]]).reshape(-1, 7))
    all_points = run.value(iou_thresholds=0.5, mpolicy="greedy")["mAP"]
    eleven = run.value(iou_thresholds=0.5, recall_thresholds=np.arange(0, 1.1, 0.1), mpolicy="greedy")["mAP"]
    return float(all_points), float(eleven)


def distinct_scores(rng, made):
    """The package's sort does not keep equal scores in order."""
    count = sum(len(p["d"]) for p in made)
    scores = iter((rng.permutation(count) + 1) / (count + 1))
    return [{"t": p["t"], "d": [(r[0], float(next(scores)), *r[2:]) for r in p["d"]]} for p in made]


# ------------------------------------------------------------------------------------------------------- masks and numbers

def masks(rng):
    classes, shape = 5, (4, 12, 17)
    truth = rng.integers(0, classes, shape)
    guess = np.where(rng.random(shape) < 0.7, truth, rng.integers(0, classes + 1, shape))
    truth[:, :2] = 255                                          # does not count
    truth[(truth == 4)] = 3                                     # class 4 does not occur
    t, g = truth[truth != 255], guess[truth != 255]
    labels = list(range(classes + 1))
    present = sorted(set(t))
    return {
        "shape": shape, "truth": truth, "guess": guess,
        "iou": jaccard_score(t, g, labels=labels, average=None, zero_division=0),
        "mean_iou": jaccard_score(t, g, labels=present, average="macro"),
        "dice": f1_score(t, g, labels=labels, average=None, zero_division=0),
        "mean_dice": f1_score(t, g, labels=present[1:], average="macro"),
        "pixel_accuracy": accuracy_score(t, g),
        "foreground_iou": jaccard_score(t == 2, g == 2),
        "foreground_mean": np.mean([jaccard_score(a[a != 255] == 2, b[a != 255] == 2) for a, b in zip(truth, guess)]),
    }


def binary(rng):
    truth = rng.integers(0, 2, 300)
    scores = np.round(np.clip(rng.normal(0.4 + 0.25 * truth, 0.25), 0, 1), 2)
    scores[scores == 0.5] = 0.51                                # either side of the threshold would do
    yes = scores > 0.5
    return {"truth": truth, "scores": scores, "precision": precision_score(truth, yes), "recall": recall_score(truth, yes),
            "f1": f1_score(truth, yes), "auc": roc_auc_score(truth, scores)}


def correlation(rng):
    wanted = np.round(rng.uniform(0, 5, 200), 1)                # many equal ones
    given = np.round(np.tanh(wanted - 2) + rng.normal(scale=0.4, size=200), 2)
    return {"wanted": wanted, "given": given, "pearson": pearsonr(given, wanted).statistic, "spearman": spearmanr(given, wanted).statistic}


def accuracy(rng):
    truth = rng.integers(0, 7, 60)
    scores = rng.normal(size=(60, 7)).astype(np.float32)
    scores[np.arange(60), truth] += 1
    return {"truth": truth, "scores": scores, **{f"top{k}": top_k_accuracy_score(truth, scores, k=k, labels=range(7)) for k in (1, 3)}}


def perplexity(rng):
    ids, logits = rng.integers(0, 11, (3, 6)), (20 * rng.normal(size=(3, 6, 11))).astype(np.float32)
    chances = log_softmax(logits.astype(float), axis=2)
    losses = [-chances[s, t, ids[s, t + 1]] for s in range(3) for t in range(5)]
    return {"ids": ids, "logits": logits, "perplexity": np.exp(np.mean(losses))}


def pictures_of_two_channels(rng):
    wanted = np.clip(rng.normal(0.5, 0.2, (2, 2, 15, 19)), 0, 1).astype(np.float32)
    given = (wanted + rng.normal(scale=0.1, size=wanted.shape)).astype(np.float32)
    a, b = np.clip(given, 0, 1).astype(float), wanted.astype(float)
    return {
        "shape": wanted.shape, "wanted": wanted, "given": given,
        "psnr": np.mean([peak_signal_noise_ratio(y, x, data_range=1) for x, y in zip(a, b)]),
        "ssim": np.mean([structural_similarity(x, y, data_range=1, channel_axis=0, gaussian_weights=True, sigma=1.5,
                                               use_sample_covariance=False) for x, y in zip(a, b)]),
    }


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    coco = pictures(np.random.default_rng(21), 40, 4, 0.15)
    write_boxes("boxes.csv", coco)
    pascal = distinct_scores(np.random.default_rng(22), pictures(np.random.default_rng(23), 25, 3, 0))
    write_boxes("pascal.csv", pascal)
    write_numbers("boxes.properties", {"coco": coco_figures(coco, 5), "pascal": pascal_figures(pascal, 3)})
    for seed, case in enumerate((masks, binary, correlation, accuracy, perplexity, pictures_of_two_channels), start=31):
        write_numbers(case.__name__ + ".properties", case(np.random.default_rng(seed)))
