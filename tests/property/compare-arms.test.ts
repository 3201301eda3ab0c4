import { expect, it } from 'vitest'
import { type Arm, differenceOfArms } from '#lib/engine/recovery/compare-arms.ts'
import { seededRandom } from '#tests/support/seeded-random.ts'

const experiments = 2000
const seed = 1947

/** Changes of posts whose rates were low by chance and come back, by much or little: skewed, as they are. */
function drawArm(posts: number, effect: number, random: () => number): Arm {
  const changes = Array.from({ length: posts }, () => {
    const regression = 0.01 * -Math.log(1 - random())
    const noise = 0.008 * (random() + random() + random() - 1.5)
    return effect + regression + noise
  })
  const meanChange = changes.reduce((sum, change) => sum + change, 0) / posts
  const squares = changes.reduce((sum, change) => sum + (change - meanChange) ** 2, 0)
  return { posts, meanChange, variance: squares / (posts - 1) }
}

it.each([
  { treated: 200, heldOut: 20, effect: 0.01 },
  { treated: 40, heldOut: 40, effect: 0 },
  { treated: 60, heldOut: 15, effect: -0.005 },
])(
  'the interval of the difference holds an effect of $effect 92 to 97 % of the time, $treated posts against $heldOut',
  ({ treated, heldOut, effect }) => {
    const random = seededRandom(seed)
    let held = 0
    for (let n = 0; n < experiments; n += 1) {
      const difference = differenceOfArms(drawArm(treated, effect, random), drawArm(heldOut, 0, random))
      if (difference && difference.low <= effect && effect <= difference.high) held += 1
    }
    // Welch's interval runs a little short on few skewed changes.
    expect(held / experiments, `seed ${String(seed)}`).toBeGreaterThanOrEqual(0.92)
    expect(held / experiments, `seed ${String(seed)}`).toBeLessThanOrEqual(0.97)
  },
)
