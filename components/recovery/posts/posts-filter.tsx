'use client'

import { useRef, useState, type Ref } from 'react'
import {
  intensities,
  nextTimes,
  postStandings,
  recoveryQuery,
  scoreBands,
  type PostStanding,
  type RecoveryFilter,
} from '#lib/contracts/recovery-filter.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { intensityWord, stateWord } from '../recovery-words.ts'
import { bandWords, nextWords, orderWords } from './filter-words.ts'

interface PostsFilterProps {
  readonly filter: RecoveryFilter
  /** How many posts stand where, over all posts. */
  readonly standings: Readonly<Partial<Record<PostStanding, number>>>
  readonly onChange: (change: Partial<RecoveryFilter>) => void
  readonly onClear: () => void
  readonly searchRef: Ref<HTMLInputElement>
}

/** What of the posts is listed, and in which order; all of it stands in the URL. */
export function PostsFilter({ filter, standings, onChange, onClear, searchRef }: PostsFilterProps) {
  const [cleared, setCleared] = useState(0)
  const isFiltered = recoveryQuery({ ...filter, sort: 'score', order: 'down', page: 1 }) !== ''
  const shownStandings = postStandings.filter((each) => standings[each] || each === filter.state)
  return (
    <form className="posts-filter" role="search" onSubmit={(event) => event.preventDefault()}>
      <SearchField key={cleared} value={filter.q} onSearch={(q) => onChange({ q })} inputRef={searchRef} />
      <Choice
        label="State"
        value={filter.state}
        options={shownStandings}
        words={(state) => `${stateWord(state)} (${formatCount(standings[state] ?? 0)})`}
        onChoose={(state) => onChange({ state })}
      />
      <Choice
        label="Score"
        value={filter.score}
        options={scoreBands}
        words={(band) => bandWords[band]}
        onChoose={(score) => onChange({ score })}
      />
      <Choice
        label="Intensity"
        value={filter.intensity}
        options={intensities}
        words={intensityWord}
        onChoose={(intensity) => onChange({ intensity })}
      />
      <Choice
        label="Next eligible"
        value={filter.next}
        options={nextTimes}
        words={(next) => nextWords[next]}
        onChoose={(next) => onChange({ next })}
      />
      <OrderChoice filter={filter} onChange={onChange} />
      {isFiltered && (
        <Button
          size="small"
          onClick={() => {
            setCleared(cleared + 1)
            onClear()
          }}
        >
          Clear filters
        </Button>
      )}
    </form>
  )
}

/** A pause in typing that long starts the search, in ms. */
const typingPauseMs = 300

function SearchField({
  value,
  onSearch,
  inputRef,
}: {
  value: string
  onSearch: (q: string) => void
  inputRef: Ref<HTMLInputElement>
}) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return (
    <TextField
      label="Search"
      ref={inputRef}
      type="search"
      value={text}
      maxLength={200}
      placeholder="Title, post id or account"
      onChange={(event) => {
        const typed = event.target.value
        setText(typed)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => onSearch(typed), typingPauseMs)
      }}
    />
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value | null
  readonly options: readonly Value[]
  readonly words: (value: Value) => string
  readonly onChoose: (value: Value | null) => void
}

function Choice<Value extends string>({ label, value, options, words, onChoose }: ChoiceProps<Value>) {
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          value={value ?? ''}
          onChange={(event) => onChoose(options.find((each) => each === event.target.value) ?? null)}
        >
          <option value="">Any</option>
          {options.map((each) => (
            <option key={each} value={each}>
              {words(each)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function OrderChoice({ filter, onChange }: Pick<PostsFilterProps, 'filter' | 'onChange'>) {
  return (
    <Field label="Order">
      {(control) => (
        <select
          {...control}
          value={`${filter.sort} ${filter.order}`}
          onChange={(event) => {
            const chosen = orderWords.find(({ sort, order }) => `${sort} ${order}` === event.target.value)
            if (chosen) onChange({ sort: chosen.sort, order: chosen.order })
          }}
        >
          {orderWords.map(({ sort, order, words }) => (
            <option key={words} value={`${sort} ${order}`}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
