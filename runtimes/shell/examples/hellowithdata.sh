# Standard input is the data, standard error the log.
handler() {
  echo "event ${EVENT_ID-} of type ${EVENT_TYPE-}" >&2
  cat
}
