import '@cloudscape-design/global-styles/index.css';
import './main.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { applyColourMode } from './shell/colour-mode.js';

// A page that the browser brings back from its history may hold what was forgotten by leaving it.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
applyColourMode();
createRoot(document.getElementById('portal')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
