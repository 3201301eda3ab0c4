import { useId, type ComponentPropsWithRef, type ReactNode } from 'react'

interface FieldProps {
  readonly label: ReactNode
  /** At the right of the label: what is typed and what is needed. */
  readonly measure?: ReactNode
  /** What is wrong with it; marks the control as invalid. */
  readonly error?: string | undefined
  readonly children: (control: ControlProps) => ReactNode
}

interface ControlProps {
  readonly id: string
  readonly className: string
  readonly 'aria-invalid'?: true
  readonly 'aria-describedby': string
}

/** A labelled control with its measure and its error, tied together for assistive technology. */
export function Field({ label, measure, error, children }: FieldProps) {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className="field">
      <span>
        <label htmlFor={id}>{label}</label>
        <span id={note} className={error === undefined ? '' : 'text-t3'}>
          {error ?? measure}
        </span>
      </span>
      {children({
        id,
        className: error === undefined ? 'inp' : 'inp bad',
        'aria-describedby': note,
        ...(error !== undefined && { 'aria-invalid': true as const }),
      })}
    </div>
  )
}

/** A one-line field. */
export function TextField({
  label,
  measure,
  error,
  className,
  ...input
}: Omit<FieldProps, 'children'> & ComponentPropsWithRef<'input'>) {
  return (
    <Field label={label} measure={measure} error={error}>
      {(control) => <input {...input} {...control} className={`${control.className} ${className ?? ''}`} />}
    </Field>
  )
}

/** A field of several lines. */
export function TextAreaField({
  label,
  measure,
  error,
  rows,
  value,
  onChange,
}: Omit<FieldProps, 'children'> & {
  readonly rows: number
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <Field label={label} measure={measure} error={error}>
      {(control) => (
        <textarea {...control} rows={rows} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  )
}
