import { setTimeout as sleep } from 'node:timers/promises'
import type { Behaviour } from '../live-accounts.ts'
import type { Answer, Ask } from './ask.ts'
import { editKind } from './edit-kind.ts'
import { plan } from './plan.ts'

/** One agent's life; it ends when the process does. */
export type Live = (ask: Ask, pause: (ms: number) => Promise<void>) => Promise<never>

/** What the agents of the demo do. */
export const behaviours: Readonly<Record<Behaviour, Live>> = { steady, heeding, runaway }

/** Waits, so many times as quick. */
export function pauseAt(speed: number): (ms: number) => Promise<void> {
  return (ms) => sleep(ms / speed)
}

let edits = 0

/** A small edit of another kind and on another post each time. */
function edit(ask: Ask): Promise<Answer> {
  edits += 1
  return ask.act(editKind(edits), `post-${edits % 40}`)
}

async function steady(ask: Ask, pause: (ms: number) => Promise<void>): Promise<never> {
  const reads = Math.floor(plan.steadyMs / plan.readMs)
  for (;;) {
    for (let read = 0; read < reads; read += 1) {
      await ask.act('fetch_metrics', 'account')
      await pause(plan.steadyMs / reads)
    }
    await edit(ask)
  }
}

/** Acts as fast as it likes until it is paced; then waits as long as it is told, and keeps to that pace meanwhile. */
async function heeding(ask: Ask, pause: (ms: number) => Promise<void>): Promise<never> {
  let sinceAllowedMs = 0
  let paceMs: number | null = null
  for (;;) {
    const answer = await edit(ask)
    let waitMs = plan.eagerMs
    if (answer.verdict === 'allow') {
      sinceAllowedMs = 0
      if (answer.tier === 'none') paceMs = null
      waitMs = paceMs ?? plan.eagerMs
    } else if (answer.retryAfterMs !== null) {
      waitMs = answer.retryAfterMs
      paceMs = (sinceAllowedMs + waitMs) * plan.paceMargin
    }
    await pause(waitMs)
    sinceAllowedMs += waitMs
  }
}

/** Heeds nothing until people have stopped it: goes on after its lockout, slows down, and behaves after a reset. */
async function runaway(ask: Ask, pause: (ms: number) => Promise<void>): Promise<never> {
  await pause(plan.runawayStartsMs)
  let refused = 0
  while (refused <= plan.attemptsWhileLocked) {
    const { reasons } = await edit(ask)
    if (reasons.some(({ code }) => code === 'lockout_enforced')) refused += 1
    await pause(plan.runawayMs)
  }
  for (;;) {
    const { verdict } = await edit(ask)
    await pause(verdict === 'blocked' ? plan.slowedMs : plan.mendedMs)
  }
}
