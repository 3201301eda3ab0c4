'use client'

import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useLiveControl } from './live-context.tsx'

/** Stops the page from changing, and starts it again. */
export function PauseButton() {
  const { status, togglePause } = useLiveControl()
  const paused = status === 'paused'
  return (
    <Button size="small" onClick={togglePause}>
      <Icon name={paused ? 'resume' : 'pause'} />
      {paused ? 'Resume live' : 'Pause live'}
    </Button>
  )
}
