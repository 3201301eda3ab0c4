'use client'

import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react'

interface ToastMessage {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'bad'
  /** Takes the act back; null when it cannot be. */
  readonly undo: (() => void) | null
}
/** Says what one's own act came to; `undo` is offered only where it is true. */
type ShowToast = (text: string, tone?: 'plain' | 'bad', undo?: () => void) => void

const ToastContext = createContext<ShowToast>(() => undefined)

/** How long the answer to one's own act stays. */
const shownMs = 10_000

/** Answers one's own acts, bottom left, one at a time, for 10 seconds. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<ToastMessage | null>(null)
  const close = useCallback((id: number) => setToast((shown) => (shown?.id === id ? null : shown)), [])
  const show = useCallback<ShowToast>(
    (text, tone = 'plain', undo) => {
      const id = Date.now()
      setToast({ id, text, tone, undo: undo ?? null })
      setTimeout(() => close(id), shownMs)
    },
    [close],
  )
  const region = useMemo(
    () => (
      <div className="toasts" role="status">
        {toast !== null && (
          <div className={toast.tone === 'bad' ? 'toast bad' : 'toast'} key={toast.id}>
            <span>{toast.text}</span>
            {toast.undo !== null && (
              <button
                type="button"
                onClick={() => {
                  toast.undo?.()
                  close(toast.id)
                }}
              >
                Undo
              </button>
            )}
            <button type="button" onClick={() => close(toast.id)}>
              Dismiss
            </button>
          </div>
        )}
      </div>
    ),
    [toast, close],
  )
  return (
    <ToastContext value={show}>
      {children}
      {region}
    </ToastContext>
  )
}

/** Shows a sentence as the answer to the reader's own act. */
export function useToast(): ShowToast {
  return use(ToastContext)
}
