"""Causes that every topic can meet: what each code means, and what to tell the learner."""

from __future__ import annotations

from workings.checker.model import Cause

COMMON: dict[str, Cause] = {
    # The arithmetic, on groups of numbers.
    "overflow": Cause(
        "wrong",
        "exp of a number above 709.78 is inf in float64 (math.exp raises OverflowError), and inf / inf is nan. "
        "Subtracting each group's own maximum first changes nothing mathematically and keeps exp at 1 or less.",
    ),
    "underflow": Cause(
        "wrong",
        "exp of a number below -745 is 0 in float64: where a whole group lies that low, the sum is 0 and the result "
        "is 0/0. Subtracting the group's own maximum makes the largest term exp(0) = 1.",
    ),
    "underflow_global_max": Cause(
        "wrong",
        "One maximum, of the whole array, is subtracted from every group. A group that lies far below it loses its "
        "digits, then all its exponentials become 0 and it gets 0/0. Each group needs its own maximum.",
    ),
    "stale_shift": Cause(
        "wrong",
        "The maximum of one group is used to shift the others too. It is right only while the groups have like "
        "maxima; a group far above or below that one overflows or gets 0/0.",
    ),
    "lse_cancellation": Cause(
        "wrong",
        "The maximum is added to log(sum) before it is subtracted from x. Beside a large maximum, log(sum) is rounded "
        "away. Subtract the maximum first, then log(sum): exp((x - max) - log(sum)).",
    ),
    "loses_float64_precision": Cause(
        "wrong", "The work is done in float32 although the input is float64: 9 of its 16 digits are lost."
    ),
    "clips_logits": Cause(
        "wrong",
        "The inputs are clamped to a range, so different large inputs become equal. Subtracting the maximum avoids "
        "the overflow without changing the answer.",
    ),
    "hides_overflow": Cause(
        "wrong",
        "exp overflows and the inf or nan is replaced by a made-up number: the result looks plausible and is wrong. "
        "Subtract the maximum first, and nothing has to be hidden.",
    ),
    "wrong_axis": Cause("wrong", "The sum runs along the other axis: the wrong entries are grouped together."),
    "sums_whole_array": Cause(
        "wrong",
        "The total runs over the whole array, so all the groups share one total. Each group needs its own.",
    ),
    "missing_keepdims": Cause(
        "wrong",
        "The reduced axis is lost, so NumPy lines the totals up with the wrong axis: an error on most shapes, and "
        "wrong numbers without any error on a square one. Pass keepdims=True.",
    ),
    "shift_not_constant_in_group": Cause(
        "wrong",
        "Entries of one group get different numbers subtracted. Softmax does not change only if the same number is "
        "subtracted from every entry of a group.",
    ),
    "axis_ignored": Cause("wrong", "There is an axis argument, and the result does not depend on it."),
    "axis_zero_ignored": Cause(
        "wrong",
        "axis=0 is treated as if no axis were given, because 0 counts as false. Write `if axis is None`, "
        "not `if not axis` or `axis or -1`.",
    ),
    "fails_negative_axis": Cause("wrong", "A negative axis (-1 is the last one) fails, though axis 0, 1 work."),
    "axis_depends_on_shape": Cause(
        "wrong",
        "The axis is chosen from the shape of the input: a batch that happens to have one row (or as many rows as "
        "columns) is normalised along another axis than every other batch.",
    ),
    "fails_single_element": Cause("wrong", "An input of a single entry fails; the answer is known: 1."),
    "fails_1d": Cause("wrong", "A plain vector fails, though matrices work."),
    "fails_nd": Cause("wrong", "Arrays of three and more axes fail, though vectors and matrices work."),
    "returns_wrong_shape": Cause("wrong", "The right numbers come back in another shape than the input's."),
    "returns_none": Cause("wrong", "The function returns nothing (None): a return is missing."),
    "returns_wrong_type": Cause("wrong", "What comes back is neither a number nor an array or list of numbers."),
    "differs": Cause("wrong", "None of the mistakes that this checker knows explains these answers."),
    # Right on float64, breaks on something else.
    "fails_integer_input": Cause(
        "fragile", "An array of integers fails or is cut to integers. Convert first: x = np.asarray(x, dtype=float)."
    ),
    "nan_on_neg_inf_mask": Cause("fragile", "-inf (a mask: probability 0) beside finite entries gives nan."),
    "accepts_empty_wrongly": Cause("fragile", "An empty input gives a number, though there is nothing to compute."),
    # Right value, but something is done to the caller.
    "mutates_input": Cause("contract", "The caller's own array is changed by the call."),
    "reuses_output_buffer": Cause("contract", "The second call overwrites the result of the first."),
    "changes_global_errstate": Cause(
        "contract", "NumPy's error settings stay changed after the call, so the caller's own warnings vanish."
    ),
    "hides_nan": Cause("contract", "A nan in the input comes back as confident numbers: the caller never hears of it."),
    # Right, but more work than needed.
    "recomputes_exp": Cause("cost", "Every entry is exponentiated more than once; keep the result in a variable."),
    "quadratic_time": Cause("cost", "The work grows with the square of the group's length."),
    "python_loop_slow": Cause("cost", "An interpreted loop visits every entry or group; array operations would not."),
    # Even the textbook form does this.
    "small_int_wraps": Cause("advisory", "On unsigned or 8-bit integers x - max wraps around; SciPy's does too."),
    "inaccurate_float16": Cause("advisory", "On float16, sums over long groups lose their digits; convert first."),
    # Cannot be judged at all.
    "always_raises": Cause("broken", "Every call fails."),
    "never_ends": Cause("broken", "The call does not end."),
    "kills_process": Cause("broken", "The call ends the whole Python process."),
    "cannot_be_called": Cause("broken", "The function cannot be called with the input alone."),
    "out_of_time": Cause("broken", "The function is too slow to be judged in the time given."),
}

# Which edits are worth trying for which cause; the recipes are in `workings.checker.edits`.
COMMON_EDITS: dict[str, tuple[str, ...]] = {
    "overflow": ("shift_first", "shift_in_exp", "max_for_min"),
    "underflow": ("shift_first", "shift_in_exp", "max_per_group"),
    "underflow_global_max": ("max_per_group", "shift_first"),
    "stale_shift": ("max_per_group", "shift_first"),
    "lse_cancellation": ("shift_first", "shift_in_exp"),
    "loses_float64_precision": ("float64",),
    "clips_logits": ("unwrap_clip", "shift_first"),
    "hides_overflow": ("shift_first", "unwrap_clip"),
    "wrong_axis": ("other_axis", "keepdims"),
    "sums_whole_array": ("sum_per_group", "max_per_group"),
    "missing_keepdims": ("keepdims",),
    "shift_not_constant_in_group": ("other_axis", "max_per_group", "keepdims"),
    "axis_zero_ignored": ("axis_is_none",),
    "axis_depends_on_shape": ("ndim_not_shape", "sum_per_group", "other_axis"),
    "returns_none": ("return_it",),
    "returns_log": ("unwrap_log", "exp_result"),
    "sign_flipped": ("swap_difference", "drop_minus"),
    "wrong_base": ("base_e",),
    "mismatched_shift": ("shift_first", "shift_in_exp"),
    "mean_instead_of_sum": ("sum_for_mean",),
    "eps_bias": ("drop_constant",),
    "clips_output": ("unwrap_clip",),
    "rounds_output": ("unwrap_round",),
    "exp_in_denominator": ("unwrap_exp",),
    "no_exp": ("exp_first",),
    "temperature_baked_in": ("drop_scale",),
    "temperature_misplaced": ("scale_first",),
    "rescales_logits": ("drop_line",),
    "fails_integer_input": ("as_float", "float64"),
    "mutates_input": ("as_float", "no_augmented"),
    "reuses_output_buffer": ("return_copy",),
    "changes_global_errstate": ("drop_line",),
    "hides_nan": ("unwrap_clip",),
    "nan_on_neg_inf_mask": ("shift_first", "max_per_group"),
}
