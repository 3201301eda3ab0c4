import { countText } from '../../engine/guard/brief-text.ts'
import { minuteMs } from '../../engine/policy/needed-count.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findTouchedPosts } from '../../store/executors/touched-posts.ts'
import { evaluatePostNow } from '../recovery/evaluate-post-now.ts'
import type { RecoveryRuntime } from '../recovery/recovery-runtime.ts'
import type { EscalationNotice } from './built-in-executors.ts'

/** Posts of one escalation: some 20 s of work, so that it is done before its job counts as lost. */
const mostPosts = 1000

/**
 * `autonomous_recovery_executor`: the gate holds edits by itself while tier 2 is in force; this evaluates each post
 * that the account's agents touched in the tier's window. Doing it again evaluates again and plans nothing twice.
 */
export async function evaluateTouchedPosts(
  runtime: RecoveryRuntime,
  { accountId, escalationSeq, decidedAtMs, windowMinutes }: EscalationNotice,
): Promise<string> {
  const { database, accounts } = runtime
  const account = { accountId, stream: accountStream(accountId) }
  const fromMs = decidedAtMs - windowMinutes * minuteMs
  const { touched, postNos } = await findTouchedPosts(database, account, fromMs, escalationSeq)
  const done = { evaluated: 0, planned: 0 }
  for (const postNo of postNos.slice(0, mostPosts)) {
    const act = await evaluatePostNow(runtime, postNo)
    if (act.kind === 'refused') continue
    done.evaluated += 1
    if (act.value.planned) done.planned += 1
  }
  const { policy } = (await accounts.read(accountId)).state
  const holding = policy?.containment.holding ? 'Edits held for approval' : 'The policy does not hold edits'
  const found = `${countText(touched, 'target')} touched, ${String(postNos.length)} of them watched`
  return `${holding}. ${found}, ${String(done.evaluated)} evaluated, ${String(done.planned)} planned`
}
