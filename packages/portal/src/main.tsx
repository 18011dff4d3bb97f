import '@cloudscape-design/global-styles/index.css';
import './main.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { applyColourMode } from './shell/colour-mode.js';

applyColourMode();
createRoot(document.getElementById('portal')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
