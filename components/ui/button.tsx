import type { ComponentPropsWithRef } from 'react'

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly tone?: 'plain' | 'primary' | 'danger'
  readonly size?: 'normal' | 'small'
  /** Dashed, focusable and clickable, but announced as unavailable: its click explains what is missing. */
  readonly unavailable?: boolean
}

/** A button that names its act and object; it ends in "…" when a dialog follows. */
export function Button({
  tone = 'plain',
  size = 'normal',
  unavailable = false,
  className = '',
  ...rest
}: ButtonProps) {
  const classes = ['btn', tone === 'plain' ? '' : tone, size === 'small' ? 's' : '', className]
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      {...(unavailable && { 'aria-disabled': true })}
    />
  )
}
