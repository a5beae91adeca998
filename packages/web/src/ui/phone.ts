import { useSyncExternalStore } from 'react';

const phone = window.matchMedia('screen and (max-width: 767px)');

/** Whether the window is phone-sized; follows it when it turns. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      phone.addEventListener('change', listener);
      return () => phone.removeEventListener('change', listener);
    },
    () => phone.matches,
  );
}
