import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface ModalProps {
  label: string;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog for as long as it is drawn; Escape and a click beside it close it. */
export function Modal({ label, class: name = '', onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed, not only removed: the focus returns to where it was.
    return () => shown?.close();
  }, []);
  const closeBeside = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return html`
    <dialog
      class=${`dialog ${name}`}
      ref=${dialog}
      aria-label=${label}
      onClose=${onClose}
      onClick=${closeBeside}
    >
      ${children}
    </dialog>
  `;
}
