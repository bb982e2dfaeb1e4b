;;; emacs_sockets.el --- websocket.el with its defaults  -*- lexical-binding: t -*-

;; emacs --batch -l emacs_sockets.el URL.  As python_sockets.py, which says what is printed.
;; The library does not report the code of a close.

(require 'json)
(require 'websocket)
(require 'package)

(defvar subprotocols '(("text") ("json" "icy.json.v1") ("chat" "chat")))
(defvar open (length subprotocols))

(defun say (client what data)
  (princ (concat (json-encode `((client . ,client) (what . ,what) (data . ,data))) "\n")
         #'external-debugging-output))

(defun start (url form protocols)
  (let ((client (concat "emacs." form)))
    (apply #'websocket-open (concat url client)
           :on-open (lambda (socket)
                      (say client "open" (or (car (websocket-negotiated-protocols socket)) "")))
           :on-message (lambda (_socket frame) (say client "text" (websocket-frame-text frame)))
           :on-error (lambda (_socket _kind problem) (say client "error" (format "%s" problem)))
           :on-close (lambda (_socket)
                       (setq open (1- open))
                       (say client "close" "end"))
           (when protocols (list :protocols protocols)))))

(let ((url (car command-line-args-left)))
  (setq command-line-args-left nil)
  (say "emacs" "version"
       (concat emacs-version ", websocket.el "
               (with-temp-buffer
                 (insert-file-contents (locate-library "websocket.el"))
                 (re-search-forward "^;; Version: \\(.*\\)")
                 (match-string 1))))
  (dolist (each subprotocols) (start url (car each) (cdr each)))
  (while (> open 0) (accept-process-output nil 0.05)))

;;; emacs_sockets.el ends here
