import type { ComponentPropsWithRef, MouseEvent } from 'react'

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
  disabled = false,
  className = '',
  onClick,
  ...rest
}: ButtonProps) {
  const classes = ['btn', tone === 'plain' ? '' : tone, size === 'small' ? 's' : '', className]
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      {...((unavailable || disabled) && { 'aria-disabled': true })}
      {...(disabled && { 'data-inert': true })}
      onClick={disabled ? refuse : onClick}
    />
  )
}

/** Neither presses nor submits. The `disabled` of HTML would drop the focus to the top of the page. */
function refuse(event: MouseEvent): void {
  event.preventDefault()
}
