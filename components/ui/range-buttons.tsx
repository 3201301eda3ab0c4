interface RangeButtonsProps<Range extends string> {
  readonly words: Readonly<Record<Range, string>>
  readonly ranges: readonly Range[]
  readonly value: Range
  readonly onChange: (range: Range) => void
}

/** How far back a chart goes, one button a range. */
export function RangeButtons<Range extends string>({
  words,
  ranges,
  value,
  onChange,
}: RangeButtonsProps<Range>) {
  return (
    <span className="ranges" role="group" aria-label="Range">
      {ranges.map((range) => (
        <button key={range} type="button" aria-pressed={range === value} onClick={() => onChange(range)}>
          {words[range]}
        </button>
      ))}
    </span>
  )
}
