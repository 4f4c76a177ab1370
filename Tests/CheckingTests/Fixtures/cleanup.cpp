// Cleanup at the end of a function, and paths that miss it.

int cleanupLabel() {
  int result = -1;
  Box *first = make();
  Box *second = make();
  if (!ready())
    goto done;
  result = 0;
done:
  second->Release();
  first->Release();
  return result;
}

int cleanupLabelForgets() {
  int result = -1;
  Box *first = new Box();
  Box *second = new Box();
  if (!ready())
    goto failed;
  result = 0;
  second->Release();
failed:
  first->Release();
  return result;  // ERROR path.leak
}

int labelReleasesWhatMayBeNull() {
  Box *first = nullptr;
  Box *second = nullptr;
  int result = -1;
  if (!ready())
    goto failed;
  first = new Box();
  if (!ready())
    goto failed;
  second = new Box();
  result = 0;
failed:
  if (second) second->Release();
  if (first) first->Release();
  return result;
}

int labelMissesOne() {
  Box *first = nullptr;
  Box *second = nullptr;
  if (!ready())
    goto failed;
  first = new Box();
  second = new Box();
  if (ready())
    goto failed;
  first->Release();
  second->Release();
  return 0;
failed:
  if (second) second->Release();
  return -1;  // ERROR path.leak
}

Box *partialConstruction() {
  Box *outer = new Box();
  outer->next = new Box();
  if (!ready()) {
    outer->Release();
    return nullptr;
  }
  return outer;
}

Box *partialConstructionForgets() {
  Box *outer = new Box();
  Box *inner = new Box();
  if (!ready()) {
    outer->Release();
    return nullptr;  // ERROR path.leak
  }
  outer->next = inner;
  return outer;
}
