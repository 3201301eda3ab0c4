'use client'

import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import type { DeliveriesView, DeliveryQuery } from '#lib/contracts/views/deliveries-view.ts'
import { deliveryLooks } from '../guard/delivery-words.ts'
import { Field, TextField } from '../ui/field.tsx'

interface DeliveryFiltersProps {
  readonly query: DeliveryQuery
  readonly known: DeliveriesView['known']
}

/** The filter of the list; a change goes into the page's address and begins at the newest again. */
export function DeliveryFilters({ query, known }: DeliveryFiltersProps) {
  const accounts = useId()
  const { chosen, setChosen, go } = useFilter(query)
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        go({ account: chosen.account.trim() })
      }}
    >
      <TextField
        label="Account"
        className="mono"
        list={accounts}
        placeholder="any"
        value={chosen.account}
        onChange={(event) => setChosen({ ...chosen, account: event.target.value })}
        onBlur={() => {
          if (chosen.account.trim() !== query.account) go({ account: chosen.account.trim() })
        }}
      />
      <datalist id={accounts}>
        {known.accounts.map(({ accountId, handle }) => (
          <option key={accountId} value={accountId}>
            {handle}
          </option>
        ))}
      </datalist>
      <Field label="Executor">
        {(control) => (
          <select
            {...control}
            value={chosen.executor}
            onChange={(event) => go({ executor: event.target.value })}
          >
            <option value="">any</option>
            {known.executors.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Outcome">
        {(control) => (
          <select
            {...control}
            value={chosen.outcome}
            onChange={(event) => go({ outcome: event.target.value as DeliveryQuery['outcome'] })}
          >
            <option value="">any</option>
            {Object.entries(deliveryLooks).map(([status, { word }]) => (
              <option key={status} value={status}>
                {word}
              </option>
            ))}
          </select>
        )}
      </Field>
    </form>
  )
}

/** What is chosen: at once on the screen, then in the page's address. */
function useFilter(query: DeliveryQuery) {
  const router = useRouter()
  // It holds while the page of the choice before is on its way, too.
  const [chosen, setChosen] = useState(query)
  const [seen, setSeen] = useState(query)
  if (seen !== query) {
    setSeen(query)
    setChosen({ ...chosen, ...changedParts(seen, query) })
  }
  const go = (change: Partial<DeliveryQuery>) => {
    const next = { ...chosen, ...change, before: '' }
    setChosen(next)
    router.push(consolePlaces.deliveries(next))
  }
  return { chosen, setChosen, go }
}

/** The parts that the page's address says otherwise now; what is being typed in the others stays. */
function changedParts(before: DeliveryQuery, after: DeliveryQuery): Partial<DeliveryQuery> {
  return {
    ...(before.account !== after.account && { account: after.account }),
    ...(before.executor !== after.executor && { executor: after.executor }),
    ...(before.outcome !== after.outcome && { outcome: after.outcome }),
  }
}
