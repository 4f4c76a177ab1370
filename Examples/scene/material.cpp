#include "scene/material.h"

namespace scene {

Material::~Material() { texture_->Drop(); }

void Material::setTexture(Texture *texture) {
  texture->Hold();
  texture_->Drop();
  texture_ = texture;
}

Texture *Material::copyTexture() const {
  texture_->Hold();
  return texture_;
}

Texture *LoadTexture(const char *path) {
  int size = 0;
  while (path[size] != 0) size++;
  return new Texture(size);
}

Material *MakeMaterial(const char *path, int smallest) {
  Texture *texture = LoadTexture(path);
  if (texture->size() < smallest) return nullptr;  // fault: the texture is leaked
  return new Material(texture);
}

}  // namespace scene
