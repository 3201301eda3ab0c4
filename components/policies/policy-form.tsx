'use client'

import { neededCount, tiersHighestFirst } from '#lib/engine/policy/needed-count.ts'
import { ConstraintRows } from './constraint-rows.tsx'
import { type Draft, fieldAt } from './draft.ts'
import { ChoiceField, NumberField, SwitchField, WordField } from './policy-fields.tsx'

export interface PolicyFormProps {
  readonly draft: Draft
  readonly onDraft: (draft: Draft) => void
  /** Whether the reader may only look. */
  readonly disabled: boolean
}

const tierWord = { tier_1: 'Tier 1, paces', tier_2: 'Tier 2, holds', tier_3: 'Tier 3, locks out' } as const

/** The draft's thresholds as fields; each says what is wrong with it. */
export function PolicyForm(props: PolicyFormProps) {
  return (
    <div className="policy-form">
      <GeneralFields {...props} />
      <TierFields {...props} />
      <LimitFields {...props} />
      <LockoutFields {...props} />
      <ConstraintRows {...props} />
      <p className="dim">Action types, conflicting pairs, executors and recovery are in the JSON form.</p>
    </div>
  )
}

function GeneralFields(form: PolicyFormProps) {
  return (
    <fieldset>
      <legend>In general</legend>
      <div className="policy-grid">
        <WordField {...form} path={['name']} label="Name" />
        <ChoiceField
          {...form}
          path={['mode']}
          label="Mode"
          choices={[
            ['enforce', 'Enforce'],
            ['shadow', 'Shadow: record, admit'],
          ]}
        />
        <ChoiceField
          {...form}
          path={['velocity', 'counts']}
          label="Counts"
          choices={[
            ['attempted', 'Every attempt'],
            ['admitted', 'Admitted only'],
          ]}
        />
      </div>
      <SwitchField {...form} path={['containment', 'pacing']} label="Tier 1 paces edits" />
      <SwitchField {...form} path={['containment', 'holding']} label="Tier 2 holds edits for approval" />
    </fieldset>
  )
}

function TierFields(form: PolicyFormProps) {
  const { parsed } = form.draft
  return (
    <fieldset>
      <legend>Velocity</legend>
      {tiersHighestFirst.map((tier) => (
        <div className="policy-grid" key={tier}>
          <p className="policy-row-name">
            <b>{tierWord[tier]}</b>
            <span className="sub2">
              {parsed.ok
                ? `at ${String(neededCount(parsed.policy.velocity.tiers[tier]))} actions`
                : 'at a count that is not known yet'}
            </span>
          </p>
          <NumberField
            {...form}
            path={['velocity', 'tiers', tier, 'windowMinutes']}
            label={
              <>
                Window<span className="vh"> of {tierWord[tier]}</span>
              </>
            }
            unit="min"
          />
          <NumberField
            {...form}
            path={['velocity', 'tiers', tier, 'actionsPerMinute']}
            label={
              <>
                Rate<span className="vh"> of {tierWord[tier]}</span>
              </>
            }
            unit="a minute"
          />
        </div>
      ))}
    </fieldset>
  )
}

function LimitFields(form: PolicyFormProps) {
  return (
    <fieldset>
      <legend>Limits of a category, patterns, approvals</legend>
      <div className="policy-grid">
        <NumberField {...form} path={['limits', 'hourlyPerCategory']} label="Category" unit="an hour" />
        <NumberField {...form} path={['limits', 'dailyPerCategory']} label="Category" unit="a day" />
        <NumberField
          {...form}
          path={['patterns', 'sameTypeOnTargetDaily']}
          label="One type on one target"
          unit="a day"
        />
        <NumberField {...form} path={['patterns', 'anyTypeHourly']} label="Any type" unit="an hour" />
        <NumberField
          {...form}
          path={['approvals', 'expireMinutes']}
          label="Approvals expire after"
          unit="min"
        />
      </div>
      <SwitchField
        {...form}
        path={['approvals', 'irreversibleNeedsApproval']}
        label="What cannot be taken back needs approval"
      />
    </fieldset>
  )
}

/** What probation is when it is switched on: the standard policy's. */
const probation = { minutes: 10, maxActions: 5 }

function LockoutFields(form: PolicyFormProps) {
  const hasProbation = fieldAt(form.draft.document, ['lockout', 'probation']) !== null
  return (
    <fieldset>
      <legend>Lockout</legend>
      <div className="policy-grid">
        <NumberField
          {...form}
          path={['lockout', 'resetApprovals']}
          label="Reviewers for a reset"
          unit="1 or 2"
        />
        <NumberField {...form} path={['lockout', 'repeatWithinMinutes']} label="A repeat within" unit="min" />
        {hasProbation && (
          <>
            <NumberField
              {...form}
              path={['lockout', 'probation', 'minutes']}
              label="Probation lasts"
              unit="min"
            />
            <NumberField
              {...form}
              path={['lockout', 'probation', 'maxActions']}
              label="Probation admits"
              unit="edits"
            />
          </>
        )}
      </div>
      <SwitchField
        {...form}
        path={['lockout', 'probation']}
        label="Probation after a reset"
        on={probation}
        off={null}
      />
      <SwitchField {...form} path={['lockout', 'rollbacksPass']} label="Rollbacks pass a lockout" />
    </fieldset>
  )
}
