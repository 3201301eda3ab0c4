import type { ApprovalView } from '#lib/contracts/views/approval-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { Panel } from '../ui/panel.tsx'
import { changedOf } from './changed-of.ts'
import { wordDiff } from './word-diff.ts'

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
        <dl className="kv mt-3">
          <dt>Bound to</dt>
          <dd className="mono break-all">{digest}</dd>
          <dt>Policy</dt>
          <dd className="mono">{policyVersion}</dd>
        </dl>
      </div>
    </Panel>
  )
}

type Changes = NonNullable<ApprovalView['changes']>

/** Fields that differ, with struck and underlined words; what stays is folded. */
function ChangesList({ changes }: { changes: Changes }) {
  const same = changes.filter(({ before, after }) => before === after)
  return (
    <div className="diff" role="group" aria-label="Changes">
      {changedOf(changes).map((change) => (
        <ChangedField key={change.field} change={change} />
      ))}
      {same.length > 0 && (
        <details>
          <summary className="same tap">{`${formatNoun(same.length, 'field')} unchanged`}</summary>
          {same.map(({ field, after }) => (
            <p className="same" key={field}>
              {field}: {after}
            </p>
          ))}
        </details>
      )}
    </div>
  )
}

function ChangedField({ change: { field, before, after } }: { change: Changes[number] }) {
  const runs = wordDiff(before ?? '', after ?? '')
  return (
    <div>
      <p className="same">{field}</p>
      {before !== null && (
        <p className="del">
          <span aria-hidden="true">− </span>
          {runs.map(({ kind, text }, index) => {
            if (kind === 'added') return null
            return kind === 'removed' ? <del key={index}>{text}</del> : <span key={index}>{text}</span>
          })}
        </p>
      )}
      {after !== null && (
        <p className="add">
          <span aria-hidden="true">+ </span>
          {runs.map(({ kind, text }, index) => {
            if (kind === 'removed') return null
            return kind === 'added' ? <ins key={index}>{text}</ins> : <span key={index}>{text}</span>
          })}
        </p>
      )}
    </div>
  )
}

/** The canonical text with line breaks: the same keys, in the same order, nothing left out. */
function pretty(canonical: string): string {
  return JSON.stringify(JSON.parse(canonical), null, 2)
}
