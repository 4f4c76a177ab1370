struct T { T(); T(int); ~T(); static T *shared; T *next; };
T *make();
T *T::shared = make();  // => make(); T::shared := make()
T global(3);  // => global.T(3) [construct]
static T *table[] = {make(), nullptr};  // => make(); table := {make(), null}
int numbers[] = {1, 2};
T *instance() {
  static T *only = make();  // => make(); only := make()
  static T object(4);  // => object.T(4) [construct]
  thread_local T *mine = nullptr;  // => mine := null
  only->next = T::shared;  // => *only.next <- *T::shared
  return only;  // => return *only
}
void defaulted(T *p = make(), int n = 2);
void call() {
  defaulted();  // => defaulted(make(), 2)
  defaulted();  // => defaulted(make(), 2)
}
