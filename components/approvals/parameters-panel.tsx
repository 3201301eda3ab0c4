import type { ApprovalView } from '#lib/contracts/views/approval-view.ts'
import { Panel } from '../ui/panel.tsx'

/** What the action would do: field by field when the agent sent before and after, and always whole. */
export function ParametersPanel({ view }: { view: ApprovalView }) {
  const { changes, parameters, digest, policyVersion } = view
  return (
    <Panel title="What it would do" sub="the complete parameters">
      <div className="px-4 pb-3">
        {changes !== null && <ChangesList changes={changes} />}
        <pre
          className="mono overflow-x-auto break-words whitespace-pre-wrap"
          data-testid="parameters"
          tabIndex={0}
        >
          {pretty(parameters)}
        </pre>
        <dl className="kv">
          <dt>Bound to</dt>
          <dd className="mono break-all">{digest}</dd>
          <dt>Policy</dt>
          <dd className="mono">{policyVersion}</dd>
        </dl>
      </div>
    </Panel>
  )
}

function ChangesList({ changes }: { changes: NonNullable<ApprovalView['changes']> }) {
  const changed = changes.filter(({ before, after }) => before !== after)
  const same = changes.length - changed.length
  return (
    <div className="diff" role="group" aria-label="Changes">
      {changed.map(({ field, before, after }) => (
        <div key={field}>
          <p className="same">{field}</p>
          {before !== null && (
            <p className="del">
              <span aria-hidden="true">− </span>
              <del>{before}</del>
            </p>
          )}
          {after !== null && (
            <p className="add">
              <span aria-hidden="true">+ </span>
              <ins>{after}</ins>
            </p>
          )}
        </div>
      ))}
      {same > 0 && <p className="same">{`${same} other ${same === 1 ? 'field' : 'fields'} unchanged`}</p>}
    </div>
  )
}

/** The canonical text with line breaks: the same keys, in the same order, nothing left out. */
function pretty(canonical: string): string {
  return JSON.stringify(JSON.parse(canonical), null, 2)
}
