"""Rotations of points that are wrong, or that break easily."""

import numpy as np


def _matrix(a):
    return np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])


def rotate_transposed(points, angle):
    return points @ _matrix(angle)


def rotate_minus_at_the_other_sine(points, angle):
    c, s = np.cos(angle), np.sin(angle)
    return (np.array([[c, s], [-s, c]]) @ points.T).T


def rotate_forgot_to_convert(points, degrees):
    """Turn by an angle in degrees."""
    return points @ _matrix(degrees).T


def rotate_twice_converted(points, angle):
    """Turn by an angle in radians."""
    return points @ _matrix(angle * 180 / np.pi).T


def rotate_no_minus(points, angle):
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, s], [s, c]])


def rotate_new_x(points, angle):
    x, y = points[:, 0], points[:, 1]
    x = x * np.cos(angle) - y * np.sin(angle)
    y = x * np.sin(angle) + y * np.cos(angle)
    return np.column_stack([x, y])


def rotate_swapped(points, angle):
    c, s = np.sin(angle), np.cos(angle)
    return points @ np.array([[c, -s], [s, c]]).T


def rotate_mirror(points, angle):
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, s], [s, -c]]).T


def rotate_about_the_mean(points, angle):
    centre = points.mean(axis=0)
    return (points - centre) @ _matrix(angle).T + centre


def rotate_whole_numbers(points, angle):
    return (points @ _matrix(angle).T).astype(int)


def rotate_empty_like(points, angle):
    out = np.empty_like(points)
    for i, (x, y) in enumerate(points):
        out[i] = np.cos(angle) * x - np.sin(angle) * y, np.sin(angle) * x + np.cos(angle) * y
    return out


def rotate_in_place(points, angle):
    turned = points @ _matrix(angle).T
    points[:] = turned
    return turned


def rotate_guesses_the_shape(points, angle):
    return _matrix(angle) @ points if points.shape[0] == 2 else points @ _matrix(angle).T


CODES = {
    "rotate_transposed": "clockwise",
    "rotate_minus_at_the_other_sine": "clockwise",
    "rotate_forgot_to_convert": "wrong_unit",
    "rotate_twice_converted": "wrong_unit",
    "rotate_no_minus": "sign_flipped",
    "rotate_new_x": "overwrites_x",
    "rotate_swapped": "sine_and_cosine_swapped",
    "rotate_mirror": "reflects",
    "rotate_about_the_mean": "around_the_middle",
    "rotate_whole_numbers": "truncates",
    "rotate_empty_like": "keeps_integers",
    "rotate_in_place": "mutates_input",
    "rotate_guesses_the_shape": "fails_two_points",
}
OUTCOMES = {"keeps_integers": "fragile", "fails_two_points": "fragile", "mutates_input": "contract"}
EXPECTED = {
    name: {"intent": None, "outcome": OUTCOMES.get(code, "wrong"), "codes": [code], "may": ["fails_integer_input"]}
    for name, code in CODES.items()
}
