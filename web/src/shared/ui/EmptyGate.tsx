import { createContext, use, type ComponentType, type ReactNode } from 'react';

/**
 * What stands before "nothing matches": the application puts the first-run page there while nothing
 * has ever arrived. Features do not know each other, so they find it here.
 */
export const EmptyGateContext = createContext<ComponentType<{ children: ReactNode }>>(
  ({ children }) => children,
);

export function EmptyGate({ children }: { children: ReactNode }) {
  const Gate = use(EmptyGateContext);
  return <Gate>{children}</Gate>;
}
