/** A step in an action's life that happens at most once. */
export type StepName = 'decided' | 'answered' | 'claimed' | 'settled'

/** One step of one action. */
export interface ActionStep {
  readonly step: StepName
  readonly actionId: string
}

/** The event types that take each step; the unique indexes of the log hold the same sets. */
const typesOfStep: Readonly<Record<StepName, readonly string[]>> = {
  decided: ['action_decided'],
  answered: ['action_approved', 'action_rejected', 'action_expired'],
  claimed: ['action_claimed'],
  settled: ['action_settled'],
}

const stepOfType = new Map(
  (Object.keys(typesOfStep) as StepName[]).flatMap((step) =>
    typesOfStep[step].map((type) => [type, step] as const),
  ),
)

/** The step that an event takes; null when it may happen again or belongs to no action. */
export function stepOf(event: {
  readonly type: string
  readonly actionId: string | null
}): ActionStep | null {
  const step = stepOfType.get(event.type)
  return step !== undefined && event.actionId !== null ? { step, actionId: event.actionId } : null
}

/** One string for a step within its account. */
export function stepKey({ step, actionId }: ActionStep): string {
  return `${step} ${actionId}`
}
