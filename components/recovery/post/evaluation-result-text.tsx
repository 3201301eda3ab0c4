'use client'

import type { EvaluationRow, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { Icon } from '../../ui/icon.tsx'
import { Diamond } from './diamond.tsx'
import { evaluationResult } from './evaluation-words.ts'
import { useMoment } from './use-moment.ts'

/** What an evaluation came to: icon and words, with when the post would have been eligible. */
export function EvaluationResultText({
  row,
  policy,
}: {
  row: EvaluationRow
  policy: RecoveryPostView['policy']
}) {
  const clock = useMoment()
  const { icon, tone, text } = evaluationResult(row, policy, clock)
  return (
    <>
      <span className={`v ${tone === 'ink' ? 'h' : tone}`} style={{ whiteSpace: 'normal' }}>
        {icon === 'diamond' ? (
          row.intensity !== null && <Diamond intensity={row.intensity} />
        ) : (
          <Icon name={icon} />
        )}
        <span>{text}</span>
      </span>
      {row.nextEligibleAtMs !== null && (
        <span className="sub2">would be eligible at {clock(row.nextEligibleAtMs)}, measuring the same</span>
      )}
    </>
  )
}
