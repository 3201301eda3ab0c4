import { assert } from '../../shared/assert.ts'
import type { Difference } from './difference-interval.ts'

/** How the engagement rate of some posts changed: one change a post, the mean of its episodes. */
export interface Arm {
  readonly posts: number
  /** Mean of the posts' changes, in fractions of 1; 0 without posts. */
  readonly meanChange: number
  /** Sample variance of the posts' changes; 0 with fewer than two. */
  readonly variance: number
}

/** Posts that each arm needs for a figure: with fewer, few skewed changes decide, and 95 % are not held. */
export const neededPosts = 10

/** The mean change of an arm's posts with its 95 % interval (Student's t); null with too few posts. */
export function meanChange(arm: Arm): Difference | null {
  if (arm.posts < neededPosts) return null
  return around(arm.meanChange, arm.variance / arm.posts, arm.posts - 1)
}

/**
 * By how much more the treated posts changed than those held out, with its 95 % interval; null with too few posts on
 * either side. Posts are independent, actions on one post are not, so that the post is the unit. Welch's interval for
 * two means with unequal variances (B. L. Welch, Biometrika 34, 1947), degrees of freedom by Satterthwaite.
 */
export function differenceOfArms(treated: Arm, heldOut: Arm): Difference | null {
  if (Math.min(treated.posts, heldOut.posts) < neededPosts) return null
  const a = treated.variance / treated.posts
  const b = heldOut.variance / heldOut.posts
  const freedom = (a + b) ** 2 / (a ** 2 / (treated.posts - 1) + b ** 2 / (heldOut.posts - 1))
  return around(treated.meanChange - heldOut.meanChange, a + b, freedom)
}

function around(value: number, squaredError: number, freedom: number): Difference {
  // Without any variance the degrees of freedom are 0 / 0, and the interval has no width.
  const half = squaredError > 0 ? studentT(freedom) * Math.sqrt(squaredError) : 0
  return { value, low: value - half, high: value + half }
}

/** The 97.5 % point of the standard normal distribution. */
const z = 1.959963984540054

/**
 * The 97.5 % point of Student's t by Fisher's expansion in the normal point (Abramowitz and Stegun 1964, 26.7.5);
 * right to five decimals from the nine degrees of freedom on that `neededPosts` leaves at least.
 */
function studentT(freedom: number): number {
  assert(freedom >= neededPosts - 1, 'too few degrees of freedom')
  const g1 = (z ** 3 + z) / 4
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  const g4 = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160
  return z + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3 + g4 / freedom ** 4
}
